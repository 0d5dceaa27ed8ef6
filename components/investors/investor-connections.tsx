import { useTranslations } from "next-intl";

import { Badge } from "#components/ui/badge.tsx";
import { Table } from "#components/ui/table.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { Time } from "#components/ui/time.tsx";
import { useFailureReason } from "#components/upkeep/use-failure-reason.ts";
import type { OverseenConnectionView } from "#lib/investors/view.ts";

interface InvestorConnectionsProps {
  readonly connections: readonly OverseenConnectionView[];
  readonly banks: Readonly<Record<string, string>>;
}

/** RTS (EU) 2018/389 Art. 36(5)(b). */
const perDay = 4;

/** How each bank is connected and read. */
export function InvestorConnections({ connections, banks }: InvestorConnectionsProps) {
  const t = useTranslations("investors.connections");
  if (connections.length === 0) return <p className="text-quiet">{t("none")}</p>;
  const columns = ["bank", "id", "state", "consent", "credential", "confirmed", "run", "reads"] as const;
  return (
    <div className="space-y-3">
      <Table
        caption={t("title")}
        columns={columns.map((key) => ({ key, header: t(key) }))}
        rows={connections.map((connection) => ({
          key: connection.id,
          cells: [
            <TextLink key="bank" href={`/console/institutions/${connection.institutionId}`}>
              {banks[connection.institutionId] ?? connection.institutionId}
            </TextLink>,
            <code key="id">{shortened(connection.id)}</code>,
            <State key="state" connection={connection} />,
            <TextLink key="consent" href={`/console/consents/${connection.consentId}`}>
              <code>{shortened(connection.consentId)}</code>
            </TextLink>,
            <TextLink key="credential" href={`/console/credentials/${connection.credentialId}`}>
              <code>{shortened(connection.credentialId)}</code>
            </TextLink>,
            connection.lastScaAt ? <Time key="sca" iso={connection.lastScaAt} show="day" /> : "–",
            <LastRun key="run" run={connection.lastRun} />,
            t("readsOf", { used: connection.readsUsed, perDay }),
          ],
        }))}
      />
      <p className="text-quiet text-small">{t("readsHint")}</p>
    </div>
  );
}

/** Enough to tell one of a page from another; the link leads to the whole of it. */
const shortened = (id: string): string => `${id.slice(0, 12)}…`;

function State({ connection }: { readonly connection: OverseenConnectionView }) {
  const t = useTranslations("connection.states");
  const reason = useFailureReason();
  const { state, needs, needsReason } = connection;
  if (needs) {
    return (
      <>
        <Badge tone="caution">{t(needs)}</Badge>
        {needsReason ? <span className="block text-quiet">{reason(needsReason)}</span> : null}
      </>
    );
  }
  return <Badge tone={state === "active" ? "good" : "neutral"}>{t(state)}</Badge>;
}

const tones = {
  running: "neutral",
  done: "good",
  partial: "caution",
  failed: "danger",
  stopped: "neutral",
} as const;

function LastRun({ run }: { readonly run: OverseenConnectionView["lastRun"] }) {
  const t = useTranslations("investors.connections");
  const reason = useFailureReason();
  if (!run) return "–";
  return (
    <>
      <Badge tone={tones[run.outcome]}>{t(`outcomes.${run.outcome}`)}</Badge>{" "}
      <span className="block">
        <Time iso={run.beganAt} show="moment" />
        {run.reason ? <span className="block text-quiet">{reason(run.reason)}</span> : null}
      </span>
    </>
  );
}
