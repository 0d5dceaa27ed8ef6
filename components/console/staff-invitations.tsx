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
  /** The same field: a new link by mail, after which the old one is dead. */
  readonly resend: FormAction;
  readonly canChange: boolean;
}

const tones = {
  queued: "caution",
  sent: "caution",
  accepted: "good",
  expired: "neutral",
  takenBack: "neutral",
} as const;

/** Who was asked in and is not there yet. */
export function StaffInvitations({ invitations, canChange, ...acts }: StaffInvitationsProps) {
  const t = useTranslations("people");
  const common = useTranslations("console");
  const roles = useTranslations("roles");
  if (invitations.length === 0) return null;
  const headers = {
    ...{ name: common("name"), email: common("email"), role: common("role"), state: common("state") },
    ...{ until: t("until"), ...(canChange ? { action: common("action") } : {}) },
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
            <bdi key="email" className="block min-w-32 [overflow-wrap:anywhere]">
              {one.email}
            </bdi>,
            roles(one.role),
            <Badge key="state" tone={tones[one.state]}>
              {t(`states.${one.state}`)}
            </Badge>,
            <Time key="until" iso={one.expiresAt} show="moment" />,
            ...(canChange ? [<Change key="act" invitation={one} {...acts} />] : []),
          ],
        }))}
      />
    </Section>
  );
}

/** Who was asked in may be asked again until they come or it is taken back; taken back is what still could be used. */
function Change({
  invitation: { id, name, state },
  takeBack,
  resend,
}: Pick<StaffInvitationsProps, "takeBack" | "resend"> & { readonly invitation: StaffInvitationView }) {
  const t = useTranslations("people");
  const texts = useFormTexts();
  const shared = { hidden: { staffInvitationId: id }, texts };
  const isOpen = state === "queued" || state === "sent";
  if (!isOpen && state !== "expired") return null;
  return (
    <div className="flex flex-wrap gap-3">
      <ConfirmAction
        {...shared}
        label={t("resend")}
        fullLabel={t("resendNamed", { name })}
        action={resend}
        variant="primary"
      >
        <p>{t("resendMeans")}</p>
      </ConfirmAction>
      {isOpen ? (
        <ConfirmAction
          {...shared}
          label={t("takeBack")}
          fullLabel={t("takeBackNamed", { name })}
          action={takeBack}
        >
          <p>{t("takeBackWarning")}</p>
        </ConfirmAction>
      ) : null}
    </div>
  );
}
