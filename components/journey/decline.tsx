import { useTranslations } from "next-intl";

import { useFormTexts } from "#components/ui/use-form-texts.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import { DeclineForm } from "./decline-form.tsx";

const reasons = ["notNeeded", "tooMuchData", "recipientUnknown", "other"] as const;

export interface DeclineProps {
  readonly consentId: string;
  readonly decline: FormAction;
}

/** Saying no, of the same weight as whatever stands beside it. */
export function Decline({ consentId, decline }: DeclineProps) {
  const t = useTranslations("journey.decline");
  return (
    <DeclineForm
      consentId={consentId}
      action={decline}
      reasons={reasons.map((value) => ({ value, label: t(`reasons.${value}`) }))}
      texts={{
        ...useFormTexts(),
        submit: t("submit"),
        reason: t("reason"),
        reasonHint: t("reasonHint"),
      }}
    />
  );
}
