import { useLocale, useTranslations } from "next-intl";

import type { ConsentView } from "#lib/consent/view.ts";
import { formatDate } from "#lib/kernel/format.ts";

/** What the investor knows a consent by: the day on which they gave it. */
export function useConsentName(consents: readonly ConsentView[]): (id: string) => string {
  const t = useTranslations("disclosures");
  const locale = useLocale();
  const days = new Map(consents.map(({ id, givenAt }) => [id, givenAt]));
  return (id) => {
    const givenAt = days.get(id);
    return givenAt ? t("consentOf", { date: formatDate(locale, givenAt) }) : t("consentUnnamed");
  };
}
