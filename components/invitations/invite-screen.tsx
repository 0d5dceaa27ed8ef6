import { useTranslations } from "next-intl";

import { PageHeading } from "#components/ui/page-heading.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { useFormTexts } from "#components/ui/use-form-texts.ts";
import type { InvitationChoicesView } from "#lib/invitations/view.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import type { Locale } from "#lib/kernel/locale.ts";
import { InviteForm } from "./invite-form.tsx";
import { useInviteQuestions } from "./use-invite-questions.ts";
import { useInviteSelects } from "./use-invite-selects.ts";

export interface InviteScreenProps {
  readonly firm: string;
  readonly choices: InvitationChoicesView;
  readonly locale: Locale;
  readonly invite: FormAction;
}

/** The firm's request: small where it can be small, and nothing of it is given until its client agrees. */
export function InviteScreen({ firm, choices, locale, invite }: InviteScreenProps) {
  const t = useTranslations("invitation.form");
  return (
    <div className="max-w-journey space-y-8">
      <div className="space-y-3">
        <p>
          <TextLink href="/advisor/invitations">{t("back")}</TextLink>
        </p>
        <PageHeading title={t("title")}>
          <p>{t("intro")}</p>
        </PageHeading>
      </div>
      <InviteForm
        action={invite}
        questions={useInviteQuestions(firm, choices.colleagues)}
        selects={useInviteSelects(choices, locale)}
        texts={{
          ...useFormTexts(),
          ...{ who: t("who"), email: t("email"), emailHint: t("emailHint") },
          ...{ name: t("name"), nameHint: t("nameHint"), what: t("what"), more: t("more") },
          ...{ reference: t("reference"), referenceHint: t("referenceHint"), submit: t("submit") },
        }}
      />
    </div>
  );
}
