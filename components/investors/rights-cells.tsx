import { useTranslations } from "next-intl";

import { Badge } from "#components/ui/badge.tsx";
import { Time } from "#components/ui/time.tsx";
import type { RightsRequestView } from "#lib/privacy/rights-view.ts";

interface OfRequest {
  readonly request: RightsRequestView;
}

/** By when it is to be answered, and how long that is. */
export function RightsDue({ request: { dueOn, daysLeft, isExtended } }: OfRequest) {
  const t = useTranslations("rights");
  return (
    <>
      <Time iso={dueOn} show="day" />
      {isExtended ? <span className="block text-quiet">{t("extended")}</span> : null}
      {daysLeft === null ? null : (
        <span className="block">
          <Badge tone={daysLeft < 0 ? "danger" : daysLeft <= 7 ? "caution" : "neutral"}>
            {daysLeft < 0 ? t("late", { days: -daysLeft }) : t("left", { days: daysLeft })}
          </Badge>
        </span>
      )}
    </>
  );
}

export function RightsOutcome({ request: { outcome, reason, closedAt } }: OfRequest) {
  const t = useTranslations("rights");
  if (outcome === null) return "–";
  return (
    <>
      <Badge tone={outcome === "granted" ? "good" : "neutral"}>
        {reason ? t("refused", { reason: t(`reasons.${reason}`) }) : t("granted")}
      </Badge>
      {closedAt ? (
        <span className="block">
          <Time iso={closedAt} show="day" />
        </span>
      ) : null}
    </>
  );
}
