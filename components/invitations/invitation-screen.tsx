import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { SwitchOrStay } from "#components/identity/switch-or-stay.tsx";
import { ActionButton } from "#components/ui/action-button.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { useFormTexts } from "#components/ui/use-form-texts.ts";
import type { InvitationLinkView, OpenInvitationView } from "#lib/invitations/view.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import { formatDateTime } from "#lib/kernel/format.ts";

export interface InvitationScreenProps {
  readonly link: InvitationLinkView;
  readonly open: OpenInvitationView;
  readonly token: string;
  /** Fields: `token`, and `leaving` where somebody else is signed in. */
  readonly accept: FormAction;
}

/** Who asks whom, before anything happens. One button goes on. */
export function InvitationScreen({ link, open, token, accept }: InvitationScreenProps) {
  const t = useTranslations("invitation");
  const texts = useFormTexts();
  const { firm, advisor } = link;
  if (open.other) {
    return (
      <div className="max-w-[34rem] space-y-8">
        <SwitchOrStay
          other={open.other}
          meant={{ email: open.email, firm: firm.name }}
          token={token}
          action={accept}
          texts={{
            ...{ title: t("otherTitle"), body: t("otherBody"), meant: t("invited") },
            switch: t("switch", { name: open.other.name, email: open.email }),
          }}
        />
      </div>
    );
  }
  const note = open.isSignedIn ? "goOnNote" : open.begins ? "beginNote" : "signInNote";
  return (
    <div className="max-w-[34rem] space-y-8">
      <PageHeading title={t("title", { firm: firm.name })}>
        <p>{advisor ? t("lead", { advisor, firm: firm.name }) : t("leadFirm", { firm: firm.name })}</p>
      </PageHeading>
      <p>{t("about")}</p>
      <About link={link} open={open} />
      <div className="space-y-3">
        <ActionButton action={accept} hidden={{ token }} variant="primary" texts={texts} wide>
          {t(open.isSignedIn || open.begins ? "begin" : "signIn")}
        </ActionButton>
        <p className="text-quiet text-small [overflow-wrap:anywhere]">{t(note, { email: open.email })}</p>
      </div>
      <p className="text-quiet text-small">{t("ignore", { firm: firm.name })}</p>
    </div>
  );
}

function About({ link, open }: Pick<InvitationScreenProps, "link" | "open">) {
  const t = useTranslations("invitation");
  const locale = useLocale();
  const { firm, advisor, expiresAt } = link;
  return (
    <dl className="space-y-3 border-line border-y py-4 [overflow-wrap:anywhere]">
      <Line term={t("by")}>{advisor ? t("byAt", { advisor, firm: firm.name }) : firm.name}</Line>
      <Line term={t("for")}>{open.email}</Line>
      <Line term={t("until")}>
        <time dateTime={expiresAt}>{formatDateTime(locale, expiresAt)}</time>
      </Line>
    </dl>
  );
}

function Line({ term, children }: { readonly term: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt className="text-quiet text-small">{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}
