import { useTranslations } from "next-intl";

import { Badge } from "#components/ui/badge.tsx";
import { ConfirmAction } from "#components/ui/confirm-action.tsx";
import { Section } from "#components/ui/section.tsx";
import { Table } from "#components/ui/table.tsx";
import { Time } from "#components/ui/time.tsx";
import { useFormTexts } from "#components/ui/use-form-texts.ts";
import type { StaffInvitationView } from "#lib/identity/view.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";

export interface StaffInvitationsProps {
  readonly invitations: readonly StaffInvitationView[];
  /** Field: `staffInvitationId`. */
  readonly takeBack: FormAction;
  readonly canTakeBack: boolean;
}

const tones = {
  queued: "caution",
  sent: "caution",
  accepted: "good",
  expired: "neutral",
  takenBack: "neutral",
} as const;

/** Who was asked in and is not there yet. */
export function StaffInvitations({ invitations, takeBack, canTakeBack }: StaffInvitationsProps) {
  const t = useTranslations("people");
  const common = useTranslations("console");
  const roles = useTranslations("roles");
  if (invitations.length === 0) return null;
  const headers = {
    ...{ name: common("name"), email: common("email"), role: common("role"), state: common("state") },
    ...{ until: t("until"), ...(canTakeBack ? { action: common("action") } : {}) },
  };
  return (
    <Section title={t("invitations")}>
      <Table
        caption={t("invitations")}
        columns={Object.entries(headers).map(([key, header]) => ({ key, header }))}
        rows={invitations.map((one) => ({
          key: one.id,
          cells: [
            one.name,
            one.email,
            roles(one.role),
            <Badge key="state" tone={tones[one.state]}>
              {t(`states.${one.state}`)}
            </Badge>,
            <Time key="until" iso={one.expiresAt} show="moment" />,
            ...(canTakeBack ? [<TakeBack key="act" invitation={one} takeBack={takeBack} />] : []),
          ],
        }))}
      />
    </Section>
  );
}

function TakeBack({
  invitation: { id, name, state },
  takeBack,
}: Pick<StaffInvitationsProps, "takeBack"> & { readonly invitation: StaffInvitationView }) {
  const t = useTranslations("people");
  const texts = useFormTexts();
  if (state !== "queued" && state !== "sent") return null;
  return (
    <ConfirmAction
      label={t("takeBack")}
      fullLabel={t("takeBackNamed", { name })}
      action={takeBack}
      hidden={{ staffInvitationId: id }}
      texts={texts}
    >
      <p>{t("takeBackWarning")}</p>
    </ConfirmAction>
  );
}
