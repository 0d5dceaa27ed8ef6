import { useLocale, useTranslations } from "next-intl";

import { formatDateTime, formatReckoned } from "#lib/kernel/format.ts";
import type { WealthView } from "#lib/portfolio/wealth-view.ts";
import { MarkList } from "./mark-list.tsx";
import { MissingList } from "./missing-list.tsx";
import type { WealthNames } from "./names.ts";
import { RatesUsed } from "./rates-used.tsx";
import { Total } from "./total.tsx";

export interface NetWorthProps {
  readonly wealth: WealthView;
  readonly names: WealthNames;
}

/** What is owned less what is owed, with its date; what is not in it is said before anything is made of it. */
export function NetWorth({ wealth, names }: NetWorthProps) {
  const t = useTranslations("wealth");
  const locale = useLocale();
  const { netWorth, owned, owed, rateSource } = wealth;
  const { figure, missing } = netWorth;
  return (
    <div className="space-y-5">
      <div className="space-y-2">
        <p className="text-quiet">{t("netWorth")}</p>
        {figure.kind === "known" ? (
          <>
            <p className="font-serif text-heading tabular-nums sm:text-display">
              {formatReckoned(locale, figure.value)}
            </p>
            <p className="flex flex-wrap items-baseline gap-x-4 gap-y-1 text-quiet text-small">
              {t("asOfOldest", { date: formatDateTime(locale, figure.asOf) })}
              <MarkList marks={figure.marks} />
            </p>
          </>
        ) : (
          <p className="font-serif text-heading">
            <span aria-hidden="true">– </span>
            {t("unavailable")}
          </p>
        )}
      </div>
      {missing.length > 0 || figure.kind === "unavailable" ? (
        <div className="max-w-[42rem] space-y-2 border-caution border-s-2 ps-4">
          <p className="font-semibold">
            {figure.kind === "known" ? t("notInIt", { count: missing.length }) : t("whyUnavailable")}
          </p>
          <MissingList missing={figure.kind === "known" ? missing : figure.missing} names={names} />
        </div>
      ) : null}
      <dl className="grid max-w-[42rem] gap-x-8 gap-y-3 sm:grid-cols-2">
        {(["owned", "owed"] as const).map((key) => (
          <div
            key={key}
            className="flex flex-wrap items-baseline justify-between gap-x-6 border-line border-t pt-2"
          >
            <dt>{t(key)}</dt>
            <dd className="ms-auto text-end font-semibold">
              <Total total={key === "owned" ? owned : owed} names={names} hasMarks={false} />
            </dd>
          </div>
        ))}
      </dl>
      {figure.kind === "known" ? <RatesUsed rates={figure.rates} source={rateSource} /> : null}
    </div>
  );
}
