import { useLocale, useTranslations } from "next-intl";

import { ActionButton } from "#components/ui/action-button.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { useFormTexts } from "#components/ui/use-form-texts.ts";
import type { MailLinkView } from "#lib/identity/view.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import { formatDateTime } from "#lib/kernel/format.ts";
import { SwitchOrStay } from "./switch-or-stay.tsx";

export interface ConfirmMailLinkScreenProps {
  readonly link: MailLinkView;
  readonly token: string;
  /** Fields: `token`, and `leaving` where somebody else is signed in. */
  readonly confirm: FormAction;
}

export function ConfirmMailLinkScreen({ link, token, confirm }: ConfirmMailLinkScreenProps) {
  const t = useTranslations("confirmLink");
  const texts = useFormTexts();
  const time = formatDateTime(useLocale(), link.expiresAt);
  return (
    <div className="max-w-[30rem] space-y-8">
      {link.other ? (
        <SwitchOrStay
          other={link.other}
          meant={{ email: link.email, firm: link.firm.name }}
          token={token}
          action={confirm}
          texts={{
            ...{ title: t("otherTitle"), body: t("otherBody"), meant: t("linkFor") },
            switch: t("switch", { name: link.other.name, email: link.email }),
          }}
        />
      ) : (
        <>
          <PageHeading title={t("title", { firm: link.firm.name })}>
            <p>{t("body", { email: link.email })}</p>
          </PageHeading>
          <ActionButton action={confirm} hidden={{ token }} variant="primary" texts={texts} wide>
            {t("button", { firm: link.firm.name })}
          </ActionButton>
        </>
      )}
      <div className="space-y-1 text-quiet text-small">
        <p>{t("expiry", { time })}</p>
        <p>{t("ignore")}</p>
      </div>
    </div>
  );
}
