import { useTranslations } from "next-intl";

import { SignOutButton } from "#components/shell/sign-out-button.tsx";
import { NoScriptNotice } from "#components/ui/no-script-notice.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import type { FormAction } from "#lib/kernel/action-state.ts";
import type {
  BeginPasskey,
  BeginRegistration,
  FinishPasskey,
  FinishRegistration,
} from "./passkey-actions.ts";
import { PasskeyButton } from "./passkey-button.tsx";
import { usePasskeyTexts } from "./passkey-texts.ts";
import { RegisterPasskey } from "./register-passkey.tsx";

interface CommonProps {
  readonly person: string;
  readonly signOut: FormAction;
  readonly next: string | null;
}

interface EnrolProps extends CommonProps {
  readonly mode: "enrol";
  readonly begin: BeginRegistration;
  readonly finish: FinishRegistration;
}

interface VerifyProps extends CommonProps {
  readonly mode: "verify";
  readonly begin: BeginPasskey;
  readonly finish: FinishPasskey;
}

export type SecondFactorScreenProps = EnrolProps | VerifyProps;

export function SecondFactorScreen(props: SecondFactorScreenProps) {
  const t = useTranslations("secondFactor");
  const shell = useTranslations("shell");
  const passkey = useTranslations("passkey");
  const texts = usePasskeyTexts();
  return (
    <div className="space-y-8">
      <PageHeading title={t(props.mode === "enrol" ? "enrolTitle" : "verifyTitle")}>
        <p>{t(props.mode === "enrol" ? "enrolWhy" : "verifyWhy")}</p>
      </PageHeading>
      <div className="max-w-[26rem] space-y-6">
        <NoScriptNotice />
        {props.mode === "enrol" ? (
          <RegisterPasskey
            begin={props.begin}
            finish={props.finish}
            label={t("enrolButton")}
            nameLabel={passkey("name")}
            nameHint={passkey("nameHint")}
            suggestion={passkey("suggestion", { number: 1 })}
            variant="primary"
            texts={texts}
          />
        ) : (
          <PasskeyButton
            begin={props.begin}
            finish={props.finish}
            next={props.next}
            label={t("verifyButton")}
            variant="primary"
            texts={texts}
          />
        )}
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-line border-t pt-4">
        <p className="text-quiet text-small">{shell("signedInAs", { name: props.person })}</p>
        <div className="-mx-2">
          <SignOutButton action={props.signOut} label={t("signOut")} />
        </div>
      </div>
    </div>
  );
}
