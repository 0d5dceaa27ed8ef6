import { useTranslations } from "next-intl";

import { ActionButton } from "#components/ui/action-button.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { useFormTexts } from "#components/ui/use-form-texts.ts";
import type { SignedInView } from "#lib/identity/view.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";

export interface SwitchOrStayProps {
  /** Who is signed in in this browser. */
  readonly other: SignedInView;
  /** Whom the link is for. */
  readonly meant: { readonly email: string; readonly firm: string };
  readonly token: string;
  /** Fields: `token` and `leaving`. */
  readonly action: FormAction;
  readonly texts: {
    readonly title: string;
    readonly body: string;
    readonly meant: string;
    readonly switch: string;
  };
}

/** Both people by name and address, and staying as the suggested way: a link may have been sent by anybody. */
export function SwitchOrStay({ other, meant, token, action, texts }: SwitchOrStayProps) {
  const t = useTranslations("confirmLink");
  return (
    <>
      <PageHeading title={texts.title}>
        <p>{texts.body}</p>
      </PageHeading>
      <dl className="space-y-3 border-line border-y py-4 [overflow-wrap:anywhere]">
        <div>
          <dt className="text-quiet text-small">{t("signedInAs")}</dt>
          <dd className="font-semibold">{other.name}</dd>
          <dd>{t("at", { email: other.email, firm: other.firmName })}</dd>
        </div>
        <div>
          <dt className="text-quiet text-small">{texts.meant}</dt>
          <dd>{t("at", { ...meant })}</dd>
        </div>
      </dl>
      <div className="grid gap-4">
        <LinkButton href="/" variant="primary">
          {t("stay", { name: other.name })}
        </LinkButton>
        <ActionButton
          action={action}
          hidden={{ token, leaving: other.personId }}
          variant="secondary"
          texts={useFormTexts()}
          wide
        >
          {texts.switch}
        </ActionButton>
      </div>
    </>
  );
}
