import { useLocale, useTranslations } from "next-intl";

import { LinkButton } from "#components/ui/link-button.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { Time } from "#components/ui/time.tsx";
import type { StaffLinkView } from "#lib/identity/view.ts";
import { formatDateTime } from "#lib/kernel/format.ts";
import { OidcForm } from "./oidc-form.tsx";

export interface StaffInvitationScreenProps {
  /** `null` for a link that never was ours. */
  readonly link: StaffLinkView | null;
  readonly token: string;
  readonly startOidcHref: string;
}

/** Who asks whom in and as what, before anything happens. One button goes to the firm's own sign-in. */
export function StaffInvitationScreen({ link, token, startOidcHref }: StaffInvitationScreenProps) {
  const t = useTranslations("staffInvitation");
  const roles = useTranslations("roles");
  if (!link?.open) return <DeadStaffInvitation link={link} />;
  const { name, email, role } = link.open;
  return (
    <div className="max-w-[34rem] space-y-8">
      <PageHeading title={t("title", { firm: link.firm.name })}>
        <p>{t("lead", { firm: link.firm.name, role: roles(role) })}</p>
      </PageHeading>
      <dl className="space-y-3 border-line border-y py-4 [overflow-wrap:anywhere]">
        {[
          { term: t("for"), fact: `${name} · ${email}` },
          { term: t("role"), fact: roles(role) },
          { term: t("until"), fact: <Time iso={link.expiresAt} show="moment" /> },
        ].map(({ term, fact }) => (
          <div key={term}>
            <dt className="text-quiet text-small">{term}</dt>
            <dd>{fact}</dd>
          </div>
        ))}
      </dl>
      <div className="space-y-3">
        <OidcForm
          href={startOidcHref}
          fields={{ invitation: token }}
          next="/"
          label={t("accept")}
          variant="primary"
        />
        <p className="text-quiet text-small">{t(role === "advisor" ? "note" : "notePasskey")}</p>
      </div>
      <p className="text-quiet text-small">{t("notYou", { firm: link.firm.name })}</p>
    </div>
  );
}

function DeadStaffInvitation({ link }: Pick<StaffInvitationScreenProps, "link">) {
  const t = useTranslations("staffInvitation");
  const locale = useLocale();
  return (
    <div className="max-w-[34rem] space-y-8">
      <PageHeading title={t("deadTitle")}>
        <p>{link ? t("dead", { time: formatDateTime(locale, link.expiresAt) }) : t("unknown")}</p>
      </PageHeading>
      <p>{t("deadNext")}</p>
      <LinkButton href="/sign-in/staff" variant="primary">
        {t("signIn")}
      </LinkButton>
      <p className="text-quiet text-small">staffInvitation.link_dead</p>
    </div>
  );
}
