import { useLocale, useTranslations } from "next-intl";

import { Badge } from "#components/ui/badge.tsx";
import { formatReturn } from "#lib/kernel/format.ts";
import type { RateOfReturnView } from "#lib/portfolio/wealth-view.ts";
import { MissingList } from "./missing-list.tsx";
import type { WealthNames } from "./names.ts";

export interface ReturnValueProps {
  readonly title: string;
  /** What it measures, in one sentence. */
  readonly means: string;
  readonly rate: RateOfReturnView;
  readonly names: WealthNames;
}

/** One rate of return, named and explained; where there is none it says why, and where there are several it says so. */
export function ReturnValue({ title, means, rate, names }: ReturnValueProps) {
  return (
    <div className="space-y-2 border-line border-t pt-3">
      <h2 className="font-sans font-semibold text-body">{title}</h2>
      <Rate rate={rate} names={names} />
      <p className="text-quiet text-small">{means}</p>
    </div>
  );
}

function Rate({ rate, names }: Pick<ReturnValueProps, "rate" | "names">) {
  const t = useTranslations("wealth.performance");
  const locale = useLocale();
  if (rate.kind === "known") {
    return (
      <p className="flex flex-wrap items-baseline gap-x-4">
        <span className="font-serif text-heading tabular-nums">{formatReturn(locale, rate.value)}</span>
        {rate.perYear === null ? null : (
          <span className="text-quiet tabular-nums">
            {t("perYear", { rate: formatReturn(locale, rate.perYear) })}
          </span>
        )}
        {rate.isEstimated ? <Badge tone="caution">{t("estimated")}</Badge> : null}
        {rate.withoutCapital.length > 0 ? (
          <span className="w-full text-small">
            {t("withoutCapital", { count: rate.withoutCapital.length })}
          </span>
        ) : null}
      </p>
    );
  }
  if (rate.kind === "severalSolutions") {
    const values = rate.values.map((value) => formatReturn(locale, value)).join(" · ");
    return <p>{t("severalSolutions", { values })}</p>;
  }
  if (rate.kind === "noCapital") return <p>{t("noCapital")}</p>;
  if (rate.kind === "noSolution") return <p>{t("noSolution")}</p>;
  return (
    <div className="space-y-1">
      <p className="font-semibold">
        <span aria-hidden="true">– </span>
        {t("unavailable")}
      </p>
      <MissingList missing={rate.missing} names={names} />
    </div>
  );
}
