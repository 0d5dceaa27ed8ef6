import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { Badge, type BadgeProps } from "#components/ui/badge.tsx";
import { ConfirmAction } from "#components/ui/confirm-action.tsx";
import { Table } from "#components/ui/table.tsx";
import { Time } from "#components/ui/time.tsx";
import { useFormTexts } from "#components/ui/use-form-texts.ts";
import type { InvitationView } from "#lib/invitations/view.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";

export interface InvitationActs {
  /** Field: `invitationId`. */
  readonly resend: FormAction;
  /** Field: `invitationId`. */
  readonly takeBack: FormAction;
}

interface InvitationsTableProps extends InvitationActs {
  readonly invitations: readonly InvitationView[];
  readonly bankOf: Readonly<Record<string, string>>;
}

const tones = {
  queued: "caution",
  sent: "caution",
  accepted: "caution",
  given: "good",
  declined: "neutral",
  expired: "neutral",
  takenBack: "neutral",
  over: "neutral",
} as const satisfies Record<InvitationView["state"], BadgeProps["tone"]>;

const columns = ["name", "email", "state", "sent", "until", "bank", "reference", "action"] as const;

export function InvitationsTable({ invitations, bankOf, ...acts }: InvitationsTableProps) {
  const t = useTranslations("invitation.list");
  const nothing = t("nothing");
  const cellsOf = (one: InvitationView): Record<(typeof columns)[number], ReactNode> => ({
    name: one.name ?? t("removed"),
    email: one.email ?? nothing,
    state: <Badge tone={tones[one.state]}>{t(`states.${one.state}`)}</Badge>,
    sent: one.sentAt ? <Time iso={one.sentAt} show="moment" /> : nothing,
    until: ["queued", "sent"].includes(one.state) ? <Time iso={one.expiresAt} show="day" /> : nothing,
    bank: one.institutionId ? (bankOf[one.institutionId] ?? one.institutionId) : nothing,
    reference: one.externalReference ?? nothing,
    action: <Acts invitation={one} {...acts} />,
  });
  return (
    <Table
      caption={t("title")}
      columns={columns.map((key) => ({ key, header: t(`columns.${key}`) }))}
      rows={invitations.map((one) => {
        const cells = cellsOf(one);
        return { key: one.id, cells: columns.map((key) => cells[key]) };
      })}
    />
  );
}

function Acts({ invitation, resend, takeBack }: InvitationActs & { readonly invitation: InvitationView }) {
  const t = useTranslations("invitation.list");
  const texts = useFormTexts();
  const hidden = { invitationId: invitation.id };
  const name = invitation.name ?? t("removed");
  return (
    <div className="flex flex-wrap gap-x-2">
      {invitation.isResendable ? (
        <ConfirmAction
          label={t("resend")}
          fullLabel={t("resendNamed", { name })}
          action={resend}
          hidden={hidden}
          texts={texts}
          variant="primary"
        >
          <p>{t("resendWarning", { name })}</p>
        </ConfirmAction>
      ) : null}
      {invitation.isRevocable ? (
        <ConfirmAction
          label={t("takeBack")}
          fullLabel={t("takeBackNamed", { name })}
          action={takeBack}
          hidden={hidden}
          texts={texts}
        >
          <p>{t("takeBackWarning", { name })}</p>
        </ConfirmAction>
      ) : null}
    </div>
  );
}
