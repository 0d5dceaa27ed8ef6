import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { LookAgain } from "#components/connections/look-again.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Facts } from "#components/ui/facts.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { Section } from "#components/ui/section.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { Time } from "#components/ui/time.tsx";
import type { ActView, SaidView } from "#lib/oversight/view.ts";
import { type ActActions, DecideAct } from "./decide-act.tsx";
import { ItemsTable } from "./items-table.tsx";
import { kindKey, stateTone, useReason } from "./labels.ts";

export interface ActScreenProps extends ActActions {
  readonly act: ActView;
  readonly banks: Readonly<Record<string, string>>;
}

const lookEveryMs = 2_000;

/** One act: how far it is, who said what, and what became of each thing that it is about. */
export function ActScreen({ act, banks, ...actions }: ActScreenProps) {
  const t = useTranslations("oversight");
  const { id, kind, count, advisor, unworked, institutionId } = act;
  const name = advisor?.name ?? advisor?.id ?? "";
  const title = {
    terminate: t("act.terminate", { count }),
    delete: t("act.delete", { count }),
    offboard: t("act.offboard", { name }),
  }[kindKey[kind]];
  return (
    <div className="space-y-8">
      <p className="no-print mb-4 text-small">
        <TextLink href="/console/acts">{t("act.all")}</TextLink>
      </p>
      <PageHeading title={title}>
        {institutionId ? <p>{t("preview.allOf", { bank: banks[institutionId] ?? institutionId })}</p> : null}
      </PageHeading>
      <div className="max-w-[42rem] space-y-5">
        <Progress act={act} />
        <DecideAct act={act} {...actions} />
      </div>
      <ActFacts act={act} />
      {unworked.length > 0 ? (
        <Section title={t("act.unworked")}>
          <ItemsTable caption={t("act.unworked")} items={unworked} banks={banks} />
        </Section>
      ) : null}
      <Section title={t("act.items")}>
        {kind === "credentials.delete" ? <p className="max-w-[42rem]">{t("act.certificate")}</p> : null}
        <ItemsTable caption={t("act.items")} items={act.items} banks={banks} />
        <nav aria-label={t("act.items")} className="flex flex-wrap gap-x-6 text-small">
          {act.from > 1 ? <TextLink href={`/console/acts/${id}`}>{t("act.firstItems")}</TextLink> : null}
          {act.next === null ? null : (
            <TextLink href={`/console/acts/${id}?from=${act.next}`}>{t("act.nextItems")}</TextLink>
          )}
        </nav>
      </Section>
      <p>
        <TextLink href={`/console/audit?id=${id}`}>{t("act.trail")}</TextLink>
      </p>
    </div>
  );
}

function Progress({ act: { id, state, count, counts } }: { readonly act: ActView }) {
  const t = useTranslations("oversight");
  const worked = count - counts.open;
  const isMoving = state === "running";
  return (
    <div className="space-y-2">
      <Badge tone={stateTone[state]}>{t(`states.${state}`)}</Badge>
      {state === "running" || state === "stopped" || state === "done" ? (
        <div className="space-y-1" role={isMoving ? "status" : undefined}>
          <progress
            className={`block h-2 w-full appearance-none overflow-hidden rounded-edge bg-line
              [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-line
              [&::-webkit-progress-value]:bg-accent`}
            max={count}
            value={worked}
            aria-label={t("act.progress", { worked, count })}
          />
          <p className="text-small">{t("act.counts", counts)}</p>
        </div>
      ) : null}
      {isMoving ? (
        <>
          <LookAgain everyMs={lookEveryMs} reload="3" />
          <p className="text-small">
            <TextLink href={`/console/acts/${id}`}>{t("act.lookAgain")}</TextLink>
          </p>
        </>
      ) : null}
    </div>
  );
}

function ActFacts({ act }: { readonly act: ActView }) {
  const t = useTranslations("oversight");
  const reason = useReason();
  const said = ({ by, at }: SaidView): ReactNode => (
    <>
      {by.name ?? <code>{by.id}</code>}, <Time iso={at} show="moment" />
    </>
  );
  const { decided, stopped, successor, finishedAt, state } = act;
  const decision = state === "refused" || state === "takenBack" ? state : "approved";
  const facts: { term: string; fact: ReactNode }[] = [
    { term: t("reason"), fact: reason(act.reason) },
    { term: t("act.proposed"), fact: said(act.proposed) },
    ...(decided ? [{ term: t(`act.${decision}`), fact: said(decided) }] : []),
    ...(act.needsSecond ? [] : [{ term: t("act.approved"), fact: t("act.alone") }]),
    ...(state === "proposed" || state === "stopped"
      ? [{ term: t("act.lapses"), fact: <Time iso={act.lapsesAt} show="moment" /> }]
      : []),
    ...(stopped ? [{ term: t("act.stopped"), fact: said(stopped) }] : []),
    ...(finishedAt ? [{ term: t("act.finished"), fact: <Time iso={finishedAt} show="moment" /> }] : []),
    ...(successor ? [{ term: t("act.successor"), fact: successor.name ?? <code>{successor.id}</code> }] : []),
    ...(act.stays > 0 ? [{ term: t("act.stays"), fact: act.stays }] : []),
    {
      term: t("columns.id"),
      fact: <code className="[overflow-wrap:anywhere]">{act.id}</code>,
    },
  ];
  return <Facts facts={facts} />;
}
