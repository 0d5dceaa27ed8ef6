import { useLocale, useTranslations } from "next-intl";

import { Facts } from "#components/ui/facts.tsx";
import { formatMoney } from "#lib/kernel/format.ts";
import type { ReconciliationView } from "#lib/portfolio/wealth-view.ts";
import { Figure } from "./figure.tsx";
import type { WealthNames } from "./names.ts";

export interface ReconciliationsProps {
  readonly reconciliations: readonly ReconciliationView[];
  readonly names: WealthNames;
}

/** The bank's own total beside the sum of what it names one by one. */
export function Reconciliations({ reconciliations, names }: ReconciliationsProps) {
  const t = useTranslations("wealth.reconciliation");
  const locale = useLocale();
  return (
    <div className="space-y-4">
      {reconciliations.map(({ by, told, summed, difference }) => (
        <div key={`${by} ${told.currency}`} className="space-y-2">
          <Facts
            facts={[
              { term: t(`by.${by}`), fact: formatMoney(locale, told) },
              { term: t(`summed.${by}`), fact: <Figure figure={summed} names={names} /> },
              { term: t("difference"), fact: difference ? formatMoney(locale, difference) : t("unknown") },
            ]}
          />
        </div>
      ))}
      <p className="max-w-[42rem] text-quiet text-small">{t("why")}</p>
    </div>
  );
}
