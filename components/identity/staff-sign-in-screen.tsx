import { useTranslations } from "next-intl";

import { PageHeading } from "#components/ui/page-heading.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { OidcForm } from "./oidc-form.tsx";
import { OidcNotice, type OidcNoticeKind } from "./oidc-notice.tsx";
import type { BeginPasskey, FinishPasskey } from "./passkey-actions.ts";
import { PasskeyButton } from "./passkey-button.tsx";
import { usePasskeyTexts } from "./passkey-texts.ts";

export interface StaffSignInScreenProps {
  readonly startOidcHref: string;
  /** Hidden fields of that form, e.g. the token that `/api/auth` wants. `callbackUrl` is added from `next`. */
  readonly oidcFields?: Readonly<Record<string, string>>;
  readonly beginPasskey: BeginPasskey;
  readonly finishPasskey: FinishPasskey;
  readonly notice: OidcNoticeKind | null;
  readonly next: string | null;
}

export function StaffSignInScreen(props: StaffSignInScreenProps) {
  const t = useTranslations("staffSignIn");
  const signIn = useTranslations("signIn");
  return (
    <div className="space-y-10">
      <PageHeading title={t("title")}>
        <p>{t("intro")}</p>
      </PageHeading>
      {props.notice ? <OidcNotice kind={props.notice} /> : null}
      <div className="max-w-[26rem] space-y-4">
        <OidcForm
          href={props.startOidcHref}
          fields={props.oidcFields}
          next={props.next}
          label={t("oidc")}
          variant="primary"
        />
        <PasskeyButton
          begin={props.beginPasskey}
          finish={props.finishPasskey}
          next={props.next}
          label={signIn("passkey")}
          variant="secondary"
          texts={usePasskeyTexts()}
        />
        <p className="pt-2">
          <TextLink href="/sign-in">{t("investorLink")}</TextLink>
        </p>
      </div>
    </div>
  );
}
