import { useTranslations } from "next-intl";

import { Badge } from "#components/ui/badge.tsx";
import type { ConsentView } from "#lib/consent/view.ts";
import { endsSoon, standingOf } from "./standing.ts";

/** How a consent stands, in a word. */
export function ConsentBadge({ consent }: { readonly consent: ConsentView }) {
  const t = useTranslations("consents.states");
  const standing = standingOf(consent);
  switch (standing.kind) {
    case "asked":
      return <Badge tone="caution">{t("asked")}</Badge>;
    case "inForce":
      return endsSoon(standing) ? (
        <Badge tone="caution">{t("endsSoon", { days: standing.daysLeft })}</Badge>
      ) : (
        <Badge tone="good">{t("inForce")}</Badge>
      );
    case "ended":
      return <Badge tone="neutral">{t(standing.how)}</Badge>;
  }
}
