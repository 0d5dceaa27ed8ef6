import { useTranslations } from "next-intl";

import { ActionButton } from "#components/ui/action-button.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { useFormTexts } from "#components/ui/use-form-texts.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import { MailSentNotice } from "./mail-sent-notice.tsx";
import { OidcForm } from "./oidc-form.tsx";
import { OidcNotice, type OidcNoticeKind } from "./oidc-notice.tsx";
import type { BeginPasskey, FinishPasskey } from "./passkey-actions.ts";
import { PasskeyButton } from "./passkey-button.tsx";
import { usePasskeyTexts } from "./passkey-texts.ts";

export interface StepUpScreenProps {
  readonly methods: readonly ("passkey" | "mailLink" | "oidc")[];
  readonly begin: BeginPasskey;
  readonly finish: FinishPasskey;
  /** Field: `next` where given; the mail goes to the signed-in person. */
  readonly requestMail: FormAction<{ email: string }>;
  readonly startOidcHref: string;
  readonly oidcFields?: Readonly<Record<string, string>>;
  readonly demo: { readonly phoneUrl: string } | null;
  readonly notice: OidcNoticeKind | null;
  readonly next: string | null;
}

/** Asks again who is there. The first method is the one that is suggested. */
export function StepUpScreen(props: StepUpScreenProps) {
  const t = useTranslations("stepUp");
  const texts = useFormTexts();
  const passkeyTexts = usePasskeyTexts();
  const { next, methods } = props;
  const variantAt = (at: number) => (at === 0 ? "primary" : "secondary");
  return (
    <div className="space-y-8">
      <PageHeading title={t("title")}>
        <p>{t("why")}</p>
      </PageHeading>
      {props.notice ? <OidcNotice kind={props.notice} /> : null}
      <ul className="max-w-[26rem] space-y-4">
        {methods.map((method, at) => (
          <li key={method}>
            {method === "passkey" ? (
              <PasskeyButton
                begin={props.begin}
                finish={props.finish}
                next={next}
                label={t("passkey")}
                variant={variantAt(at)}
                texts={passkeyTexts}
              />
            ) : null}
            {method === "oidc" ? (
              <OidcForm
                href={props.startOidcHref}
                fields={props.oidcFields}
                next={next}
                label={t("oidc")}
                variant={variantAt(at)}
              />
            ) : null}
            {method === "mailLink" ? (
              <ActionButton
                action={props.requestMail}
                hidden={{ next }}
                variant={variantAt(at)}
                texts={texts}
                done={<MailSentNotice requestMail={props.requestMail} next={next} demo={props.demo} />}
                wide
              >
                {t("mail")}
              </ActionButton>
            ) : null}
          </li>
        ))}
      </ul>
      <p>
        <TextLink href={next ?? "/"}>{t("back")}</TextLink>
      </p>
    </div>
  );
}
