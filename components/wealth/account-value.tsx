import { useLocale, useTranslations } from "next-intl";

import { formatDateTime, formatMoney, formatReckoned } from "#lib/kernel/format.ts";
import type { WealthAccountView } from "#lib/portfolio/wealth-view.ts";
import { JointLine } from "./account-line.tsx";
import { MarkList } from "./mark-list.tsx";
import { MissingList } from "./missing-list.tsx";
import type { WealthNames } from "./names.ts";
import { RatesUsed } from "./rates-used.tsx";

export interface AccountValueProps {
  readonly account: WealthAccountView;
  /** What everything is reckoned in. */
  readonly base: string;
  /** Who publishes the rates. */
  readonly source: string;
  readonly names: WealthNames;
}

/** What one account counts, large, with its date and marks, and in the bank's own currencies. */
export function AccountValue({ account, base, source, names }: AccountValueProps) {
  const t = useTranslations("wealth");
  const locale = useLocale();
  const { value, own, holders, share } = account;
  const { figure, missing } = value;
  const isForeign = share !== null || own.some(({ currency }) => currency !== base);
  return (
    <div className="space-y-3">
      {figure.kind === "known" ? (
        <>
          <p className="font-serif text-heading tabular-nums">{formatReckoned(locale, figure.value)}</p>
          <p className="flex flex-wrap items-baseline gap-x-4 gap-y-1 text-quiet text-small">
            {t("asOf", { date: formatDateTime(locale, figure.asOf) })}
            <MarkList marks={figure.marks} />
          </p>
        </>
      ) : (
        <p className="font-serif text-heading">
          <span aria-hidden="true">– </span>
          {t("unavailable")}
        </p>
      )}
      <JointLine holders={holders} share={share} />
      {isForeign && own.length > 0 ? (
        <p className="tabular-nums">{own.map((money) => formatMoney(locale, money)).join(" · ")}</p>
      ) : null}
      {missing.length > 0 || figure.kind === "unavailable" ? (
        <div className="max-w-[42rem] space-y-2 border-caution border-s-2 ps-4">
          <p className="font-semibold">
            {figure.kind === "known" ? t("notInIt", { count: missing.length }) : t("whyUnavailable")}
          </p>
          <MissingList missing={figure.kind === "known" ? missing : figure.missing} names={names} />
        </div>
      ) : null}
      {figure.kind === "known" ? <RatesUsed rates={figure.rates} source={source} /> : null}
    </div>
  );
}
