import { useLocale, useTranslations } from "next-intl";

import { Badge } from "#components/ui/badge.tsx";
import { MarkList } from "#components/wealth/mark-list.tsx";
import { OnDemand } from "#components/wealth/on-demand.tsx";
import { formatReckoned, formatReturn } from "#lib/kernel/format.ts";
import type { BookValueView, ChangeView, MissingCountView } from "#lib/portfolio/book-view.ts";

/** What a client's accounts are worth, with what has to be known of it; else the word for why it does not stand here. */
export function BookValue({ value }: { readonly value: BookValueView }) {
  const t = useTranslations("book");
  const wealth = useTranslations("wealth");
  const locale = useLocale();
  switch (value.kind) {
    case "nothingShared":
      return <span className="text-quiet">{t("nothingShared")}</span>;
    case "workingOut":
      return <Badge tone="neutral">{t("workingOut")}</Badge>;
    case "unknown":
      return (
        <OnDemand
          summary={
            <>
              <span aria-hidden="true">–&nbsp;</span>
              {t("unknown")}
            </>
          }
        >
          <MissingCounts missing={value.missing} />
        </OnDemand>
      );
    case "known":
      return (
        <>
          <span className="whitespace-nowrap tabular-nums">{formatReckoned(locale, value.value)}</span>
          {value.marks.length > 0 ? (
            <span className="flex flex-wrap justify-end gap-x-3">
              <MarkList marks={value.marks} />
            </span>
          ) : null}
          {value.missing.length > 0 ? (
            <OnDemand summary={wealth("notInIt", { count: countOf(value.missing) })}>
              <MissingCounts missing={value.missing} />
            </OnDemand>
          ) : null}
        </>
      );
  }
}

const countOf = (missing: readonly MissingCountView[]): number =>
  missing.reduce((sum, { count }) => sum + count, 0);

/** Accounts have no names here: what they are called is on the client's own page. */
function MissingCounts({ missing }: { readonly missing: readonly MissingCountView[] }) {
  const t = useTranslations("book");
  const why = useTranslations("wealth.missing");
  return (
    <ul className="list-disc space-y-1 ps-5 text-small">
      {missing.map(({ reason, count }) => (
        <li key={reason}>{t("missingOne", { why: why(reason), count })}</li>
      ))}
    </ul>
  );
}

/** By how much it changed, with what was paid in or out. */
export function BookChange({ change }: { readonly change: ChangeView | null }) {
  const t = useTranslations("book");
  const words = useChangeWords();
  if (change === null) {
    return (
      <span className="text-quiet">
        <span aria-hidden="true">–&nbsp;</span>
        {t("changeUnknown")}
      </span>
    );
  }
  return <span className="whitespace-nowrap tabular-nums">{words(change)}</span>;
}

/** An amount with its sign, and what part of the value it is. */
export function useChangeWords(): (change: ChangeView) => string {
  const locale = useLocale();
  return ({ amount, fraction }) => {
    const plus = /^-|^0$/.test(amount.amount) ? "" : "+";
    const money = `${plus}${formatReckoned(locale, amount)}`;
    return fraction === null ? money : `${money} (${formatReturn(locale, fraction)})`;
  };
}
