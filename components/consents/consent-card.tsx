import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { placeOf } from "#components/vault/place.ts";
import type { ConsentView } from "#lib/consent/view.ts";
import { formatDate } from "#lib/kernel/format.ts";
import { useEnding } from "./use-ending.ts";
import { useRecipients } from "./use-recipients.ts";
import { useWhy } from "./use-why.ts";
import { ValidityLine } from "./validity-line.tsx";
import { WhatLines } from "./what-lines.tsx";

export interface ConsentCardProps {
  readonly consent: ConsentView;
  readonly firm: string;
  /** Banks and accounts by name, where the page knows them; otherwise it says how many accounts there are. */
  readonly accounts?: ReactNode;
  /** Stands for the line of its validity where it is not given yet. */
  readonly howLong?: ReactNode;
}

/** A consent, always in this order: who, what, how long, why, where kept. One that is over says first when and by whom. */
export function ConsentCard({ consent, firm, accounts, howLong }: ConsentCardProps) {
  const t = useTranslations("consents.card");
  const locale = useLocale();
  const who = useRecipients(consent, firm);
  const why = useWhy(consent);
  const ending = useEnding(consent, firm);
  return (
    <div className="rounded-edge border border-line bg-raised">
      {ending ? <p className="border-line border-b px-4 py-3 font-semibold sm:px-5">{ending}</p> : null}
      <dl className="divide-y divide-line px-4 sm:px-5">
        <Group term={t("who")}>
          <Lines lines={who} />
        </Group>
        <Group term={t("what")}>
          <WhatLines consent={consent} accounts={accounts} />
        </Group>
        <Group term={t("howLong")}>{howLong ?? <HowLong consent={consent} />}</Group>
        <Group term={t("why")}>
          <Lines lines={why} />
        </Group>
        <Group term={t("where")}>
          <p>{t("kept", { place: placeOf(consent.region, locale) })}</p>
          <p>
            <Afterwards consent={consent} firm={firm} />
          </p>
        </Group>
      </dl>
    </div>
  );
}

function Group({ term, children }: { readonly term: string; readonly children: ReactNode }) {
  return (
    <div className="grid gap-x-8 gap-y-1 py-4 sm:grid-cols-[9rem_1fr]">
      <dt className="text-quiet">{term}</dt>
      <dd className="min-w-0 space-y-2 [overflow-wrap:anywhere]">{children}</dd>
    </div>
  );
}

function Lines({ lines }: { readonly lines: readonly string[] }) {
  return lines.map((line) => <p key={line}>{line}</p>);
}

function HowLong({ consent }: { readonly consent: ConsentView }) {
  const t = useTranslations("consents.card");
  const locale = useLocale();
  const { givenAt, duration, isAnswerable, answerBy } = consent;
  if (givenAt) return <ValidityLine consent={consent} />;
  return (
    <>
      <p>{t(`durations.${duration}`)}</p>
      {isAnswerable ? (
        <p className="text-quiet text-small">{t("answerBy", { date: formatDate(locale, answerBy) })}</p>
      ) : null}
    </>
  );
}

/** What becomes of the data after the end, or has become of it. */
function Afterwards({ consent, firm }: Pick<ConsentCardProps, "consent" | "firm">) {
  const t = useTranslations("consents.card");
  const locale = useLocale();
  const { keptUntil, deletedWithEnd, dataDeletedAt, retentionDays, endedAt, givenAt } = consent;
  if (endedAt && !givenAt) return t("neverRead");
  if (!keptUntil) return t("afterwards", { firm, days: retentionDays });
  if (dataDeletedAt) return t("dataDeleted", { date: formatDate(locale, dataDeletedAt) });
  if (deletedWithEnd && retentionDays > 0) return t("deletedWithEnd", { days: retentionDays });
  return t("keptUntil", { firm, date: formatDate(locale, keptUntil) });
}
