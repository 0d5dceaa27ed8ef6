import { useTranslations } from "next-intl";

import { ActionForm } from "#components/ui/action-form.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { useFormTexts } from "#components/ui/use-form-texts.ts";
import type { PersonaView } from "#lib/identity/view.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import { MailSentNotice } from "./mail-sent-notice.tsx";
import type { BeginPasskey, FinishPasskey } from "./passkey-actions.ts";
import { PasskeyButton } from "./passkey-button.tsx";
import { usePasskeyTexts } from "./passkey-texts.ts";
import { PersonaButtons } from "./persona-buttons.tsx";

export interface SignInScreenProps {
  /** Fields: `email`, and `next` where given. On `done` the screen says that the mail is on its way. */
  readonly requestMail: FormAction<{ email: string }>;
  readonly beginPasskey: BeginPasskey;
  readonly finishPasskey: FinishPasskey;
  readonly personas: readonly PersonaView[];
  /** Fields: `personId`, and `next` where given. */
  readonly signInAsPersona: FormAction;
  readonly demo: { readonly phoneUrl: string } | null;
  readonly notice: "signedOut" | "expired" | "linkInvalid" | null;
  readonly next: string | null;
}

export function SignInScreen(props: SignInScreenProps) {
  const { next, notice, demo } = props;
  const t = useTranslations("signIn");
  const common = useTranslations("common");
  return (
    <div className="space-y-10">
      <PageHeading title={t("title")}>
        <p>{t("intro")}</p>
      </PageHeading>
      {notice ? (
        <Notice
          tone={notice === "signedOut" ? "good" : "info"}
          word={common(notice === "signedOut" ? "good" : "info")}
        >
          <p>{t(notice)}</p>
        </Notice>
      ) : null}
      <div className="max-w-[26rem] space-y-6">
        <ActionForm
          action={props.requestMail}
          hidden={{ next }}
          submit={t("send")}
          texts={useFormTexts()}
          done={<MailSentNotice requestMail={props.requestMail} next={next} demo={demo} />}
          fields={[
            {
              name: "email",
              type: "email",
              label: t("email"),
              hint: t("emailHint"),
              autoComplete: "email",
              required: true,
              maxLength: 254,
            },
          ]}
        />
        <div className="needs-script space-y-6">
          <p className="flex items-center gap-4 text-quiet text-small before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
            {t("or")}
          </p>
          <div className="space-y-2">
            <PasskeyButton
              begin={props.beginPasskey}
              finish={props.finishPasskey}
              next={next}
              label={t("passkey")}
              variant="secondary"
              texts={usePasskeyTexts()}
            />
            <p className="text-quiet text-small">{t("passkeyHint")}</p>
          </div>
        </div>
        <p>
          <TextLink href={next ? `/sign-in/staff?next=${encodeURIComponent(next)}` : "/sign-in/staff"}>
            {t("staffLink")}
          </TextLink>
        </p>
      </div>
      {props.personas.length > 0 ? (
        <PersonaButtons personas={props.personas} action={props.signInAsPersona} next={next} />
      ) : null}
    </div>
  );
}
