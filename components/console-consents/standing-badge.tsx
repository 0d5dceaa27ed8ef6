import { useTranslations } from "next-intl";

import { type StandingFacts, standingOf } from "#components/consents/standing.ts";
import { Badge } from "#components/ui/badge.tsx";

/** How a consent stands, in the words of the firm. */
export function StandingBadge({ consent }: { readonly consent: StandingFacts }) {
  const t = useTranslations("consoleConsents.standings");
  const standing = standingOf(consent);
  if (standing.kind === "ended") return <Badge tone="neutral">{t(standing.how)}</Badge>;
  return <Badge tone={standing.kind === "asked" ? "caution" : "good"}>{t(standing.kind)}</Badge>;
}
