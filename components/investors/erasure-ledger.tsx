import { useLocale, useTranslations } from "next-intl";

import { Badge } from "#components/ui/badge.tsx";
import { Facts } from "#components/ui/facts.tsx";
import { Table } from "#components/ui/table.tsx";
import { Time } from "#components/ui/time.tsx";
import { formatDate } from "#lib/kernel/format.ts";
import type { ErasureView } from "#lib/privacy/view.ts";

const tones = { open: "caution", waiting: "neutral", kept: "neutral", done: "good" } as const;

/** What an erasure has to reach, line by line, with what each line is about. */
export function ErasureLedger({ erasure }: { readonly erasure: ErasureView }) {
  const t = useTranslations("investors.erasure");
  const privacy = useTranslations("privacy");
  const investors = useTranslations("investors");
  const locale = useLocale();
  const { reference, begunAt, evidenceUntil, standing, obligations } = erasure;
  const columns = ["line", "about", "state", "how", "settled"] as const;
  return (
    <div className="space-y-4">
      <Facts
        facts={[
          {
            term: t("state"),
            fact: (
              <Badge tone={standing.kind === "complete" ? "good" : "caution"}>
                {investors(`erasures.${standing.kind}`)}
              </Badge>
            ),
          },
          { term: t("begun"), fact: <Time iso={begunAt} show="moment" /> },
          { term: t("keptUntil"), fact: <Time iso={evidenceUntil} show="day" /> },
          { term: t("reference"), fact: <code className="[overflow-wrap:anywhere]">{reference}</code> },
        ]}
      />
      <Table
        caption={t("title")}
        columns={columns.map((key) => ({ key, header: t(key) }))}
        rows={obligations.map(({ kind, about, state, reason, until, settledAt }) => ({
          key: `${kind} ${about}`,
          cells: [
            privacy(`obligations.${kind}.title`),
            about === reference ? "–" : <code key="about">{`${about.slice(0, 12)}…`}</code>,
            <Badge key="state" tone={tones[state]}>
              {privacy(`states.${state}`)}
            </Badge>,
            privacy(`reasons.${reason}`, { until: until ? formatDate(locale, until) : "–" }),
            settledAt ? <Time key="settled" iso={settledAt} show="moment" /> : "–",
          ],
        }))}
      />
    </div>
  );
}
