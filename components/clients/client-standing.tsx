import { useLocale, useTranslations } from "next-intl";

import { endsSoon, type StandingFacts, standingOf } from "#components/consents/standing.ts";
import { Badge } from "#components/ui/badge.tsx";
import { formatDate } from "#lib/kernel/format.ts";

/** How a client's consent stands, in the words of whom it names. */
export function ClientStanding({ consent }: { readonly consent: StandingFacts }) {
  const t = useTranslations("clients.states");
  const standing = standingOf(consent);
  if (standing.kind === "asked") return <Badge tone="caution">{t("asked")}</Badge>;
  if (standing.kind === "ended") return <Badge tone="neutral">{t(standing.how)}</Badge>;
  return endsSoon(standing) ? (
    <Badge tone="caution">{t("endsSoon", { days: standing.daysLeft })}</Badge>
  ) : (
    <Badge tone="good">{t("inForce")}</Badge>
  );
}

/** Until when it has to be answered or lasts, or since when it is over. */
export function ClientStandingDay({ consent }: { readonly consent: StandingFacts }) {
  const t = useTranslations("clients.days");
  const locale = useLocale();
  const standing = standingOf(consent);
  const at = standing.kind === "ended" ? standing.at : standing.until;
  return <time dateTime={at}>{t(standing.kind, { date: formatDate(locale, at) })}</time>;
}
