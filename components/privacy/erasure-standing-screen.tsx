import { useLocale, useTranslations } from "next-intl";

import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Facts } from "#components/ui/facts.tsx";
import { Field } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { Section } from "#components/ui/section.tsx";
import { Time } from "#components/ui/time.tsx";
import { formatDate, formatList } from "#lib/kernel/format.ts";
import type { ErasureStandingView, ObligationView } from "#lib/privacy/view.ts";

interface ErasureStandingScreenProps {
  /** The reference that was brought, if any. */
  readonly asked: string | null;
  readonly erasure: ErasureStandingView | null;
}

/** How far an erasure is, for whoever has its reference. */
export function ErasureStandingScreen({ asked, erasure }: ErasureStandingScreenProps) {
  const t = useTranslations("privacy.standing");
  return (
    <div className="max-w-[40rem] space-y-10">
      <PageHeading title={t("title")}>
        <p>{t("lead")}</p>
      </PageHeading>
      {erasure ? <StandingOfErasure erasure={erasure} /> : <AskForReference asked={asked} />}
    </div>
  );
}

function AskForReference({ asked }: { readonly asked: string | null }) {
  const t = useTranslations("privacy.standing");
  return (
    <form method="get" action="/erasure" className="space-y-5">
      {asked ? (
        <Notice tone="caution" word={t("unknownWord")} role="alert">
          <p>{t("unknown")}</p>
        </Notice>
      ) : null}
      <Field
        id="reference"
        name="reference"
        label={t("ask")}
        hint={t("askHint")}
        type="text"
        autoComplete="off"
        required
        maxLength={60}
        defaultValue={asked ?? undefined}
      />
      <Button variant="primary">{t("show")}</Button>
    </form>
  );
}

function StandingOfErasure({ erasure }: { readonly erasure: ErasureStandingView }) {
  const t = useTranslations("privacy.standing");
  const { reference, begunAt, completedAt, obligations } = erasure;
  const facts = [
    { term: t("begun"), fact: <Time iso={begunAt} show="moment" /> },
    ...(completedAt ? [{ term: t("completed"), fact: <Time iso={completedAt} show="moment" /> }] : []),
  ];
  return (
    <>
      <div className="space-y-4">
        <Summary erasure={erasure} />
        <Facts facts={facts} />
        <div className="space-y-1">
          <p className="text-quiet text-small">{t("reference")}</p>
          <p className="font-semibold [overflow-wrap:anywhere]">{reference}</p>
          <p className="text-small">{t("keep")}</p>
        </div>
      </div>
      <Section title={t("ledger")}>
        <ol className="divide-y divide-line border-line border-y">
          {obligations.map((obligation, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line has no name of its own, and the order is the ledger's
            <Line key={at} obligation={obligation} />
          ))}
        </ol>
      </Section>
    </>
  );
}

function Summary({ erasure: { standing } }: { readonly erasure: ErasureStandingView }) {
  const t = useTranslations("privacy");
  const locale = useLocale();
  if (standing.kind === "complete") {
    return (
      <Notice tone="good" word={t("standing.completeWord")}>
        <p>{t(standing.keeps.length > 0 ? "standing.completeKeeps" : "standing.complete")}</p>
      </Notice>
    );
  }
  const what = standing.waitingFor.map((kind) => t(`obligations.${kind}.waitedFor`));
  return (
    <Notice tone="info" word={t("standing.progressWord")}>
      <p>{t("standing.progress", { what: formatList(locale, what) })}</p>
    </Notice>
  );
}

const tones = { open: "caution", waiting: "caution", kept: "neutral", done: "good" } as const;

function Line({ obligation: { kind, state, reason, until } }: { readonly obligation: ObligationView }) {
  const t = useTranslations("privacy");
  const locale = useLocale();
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 py-3">
      <div className="min-w-0 basis-80 grow">
        <p className="font-semibold">{t(`obligations.${kind}.title`)}</p>
        <p className="text-small">
          {t(`reasons.${reason}`, { until: until ? formatDate(locale, until) : "" })}
        </p>
      </div>
      <Badge tone={tones[state]}>{t(`states.${state}`)}</Badge>
    </li>
  );
}
