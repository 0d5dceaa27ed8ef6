import { useLocale, useTranslations } from "next-intl";

import type { ConsentView } from "#lib/consent/view.ts";
import { formatDate } from "#lib/kernel/format.ts";
import { standingOf } from "./standing.ts";

/** When a consent ended and by whom, in a sentence; `null` while it has not. */
export function useEnding(consent: ConsentView, firm: string): string | null {
  const t = useTranslations("consents.endings");
  const locale = useLocale();
  const standing = standingOf(consent);
  if (standing.kind !== "ended") return null;
  const date = formatDate(locale, standing.at);
  const { ending, givenAt } = consent;
  if (standing.how === "expired") return t(givenAt ? "timePassed" : "notAnswered", { date });
  if (standing.how === "terminated" && ending && ending.by !== "compliance") {
    return t("takenBack", { date, who: ending.name ?? firm });
  }
  return t(standing.how, { date, firm });
}
