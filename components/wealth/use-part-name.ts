import { useLocale, useTranslations } from "next-intl";

import { formatCountry, formatCurrency } from "#lib/kernel/format.ts";
import { assetClasses, type Dimension, type WealthView } from "#lib/portfolio/wealth-view.ts";
import type { WealthNames } from "./names.ts";

/** What a part of the whole is called, in each of the ways of dividing it. */
export function usePartName(
  { manualAssets }: Pick<WealthView, "manualAssets">,
  names: WealthNames,
): (by: Dimension, key: string | null) => string {
  const t = useTranslations("wealth");
  const locale = useLocale();
  return (by, key) => {
    if (key === null) return t(by === "custodian" ? "parts.noBank" : "parts.notTold");
    switch (by) {
      case "custodian":
        return names.bankOf(key);
      case "account":
        return manualAssets.find(({ id }) => id === key)?.name ?? names.accountName(key);
      case "class": {
        const known = assetClasses.find((one) => one === key);
        return known ? t(`classes.${known}`) : key;
      }
      case "currency":
        return `${key}, ${formatCurrency(locale, key)}`;
      case "region":
        return formatCountry(locale, key);
      case "issuer":
        // Whoever keeps money owes it.
        return names.isBank(key) ? names.bankOf(key) : key;
    }
  };
}
