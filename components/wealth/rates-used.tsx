import { useLocale, useTranslations } from "next-intl";

import { Badge } from "#components/ui/badge.tsx";
import { formatDate, formatDecimal } from "#lib/kernel/format.ts";
import type { RateView } from "#lib/portfolio/wealth-view.ts";
import { OnDemand } from "./on-demand.tsx";

export interface RatesUsedProps {
  readonly rates: readonly RateView[];
  /** Who publishes them. */
  readonly source: string;
}

/** By which rates something was converted, of which day and by whom published, for whoever asks. */
export function RatesUsed({ rates, source }: RatesUsedProps) {
  const t = useTranslations("wealth");
  const locale = useLocale();
  if (rates.length === 0) return null;
  return (
    <OnDemand summary={t("rates.show", { count: rates.length })}>
      <ul className="space-y-1">
        {rates.map(({ from, to, value, day, isStale }) => (
          <li key={`${from} ${to} ${day}`} className="flex flex-wrap items-baseline gap-x-4 tabular-nums">
            {t("rates.one", {
              ...{ from, to, rate: formatDecimal(locale, significant(value)) },
              date: formatDate(locale, day),
            })}
            {isStale ? <Badge tone="caution">{t("marks.staleRate")}</Badge> : null}
          </li>
        ))}
      </ul>
      <p>{t("rates.source", { source })}</p>
    </OnDemand>
  );
}

const mostDecimals = 6;

/** A cross rate has no end; what is shown is cut and never rounded up to another rate's. */
function significant(value: string): string {
  const [whole = "0", fraction = ""] = value.split(".");
  const first = fraction.search(/[1-9]/);
  const kept = whole === "0" && first > 0 ? first + mostDecimals : mostDecimals;
  return fraction === "" ? whole : `${whole}.${fraction.slice(0, kept)}`;
}
