import { useLocale, useTranslations } from "next-intl";

import { ActionButton } from "#components/ui/action-button.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { useFormTexts } from "#components/ui/use-form-texts.ts";
import type { MailLinkView, SignedInView } from "#lib/identity/view.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import { formatDateTime } from "#lib/kernel/format.ts";

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
        <SwitchOrStay link={link} other={link.other} token={token} confirm={confirm} />
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

/** Both people by name and address, and staying as the suggested way: a link may have been sent by anybody. */
function SwitchOrStay(props: ConfirmMailLinkScreenProps & { readonly other: SignedInView }) {
  const { link, other, token, confirm } = props;
  const t = useTranslations("confirmLink");
  return (
    <>
      <PageHeading title={t("otherTitle")}>
        <p>{t("otherBody")}</p>
      </PageHeading>
      <dl className="space-y-3 border-line border-y py-4 [overflow-wrap:anywhere]">
        <div>
          <dt className="text-quiet text-small">{t("signedInAs")}</dt>
          <dd className="font-semibold">{other.name}</dd>
          <dd>{t("at", { email: other.email, firm: other.firmName })}</dd>
        </div>
        <div>
          <dt className="text-quiet text-small">{t("linkFor")}</dt>
          <dd>{t("at", { email: link.email, firm: link.firm.name })}</dd>
        </div>
      </dl>
      <div className="grid gap-4">
        <LinkButton href="/" variant="primary">
          {t("stay", { name: other.name })}
        </LinkButton>
        <ActionButton
          action={confirm}
          hidden={{ token, leaving: other.personId }}
          variant="secondary"
          texts={useFormTexts()}
          wide
        >
          {t("switch", { name: other.name, email: link.email })}
        </ActionButton>
      </div>
    </>
  );
}
