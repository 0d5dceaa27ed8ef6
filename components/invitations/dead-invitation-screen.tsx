import { useLocale, useTranslations } from "next-intl";

import { LinkButton } from "#components/ui/link-button.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import type { InvitationLinkView } from "#lib/invitations/view.ts";
import type { ErrorCode } from "#lib/kernel/errors.ts";
import { formatDateTime } from "#lib/kernel/format.ts";

const codes = {
  used: "invitation.link_used",
  expired: "invitation.link_expired",
  revoked: "invitation.link_revoked",
  replaced: "invitation.link_replaced",
  unknown: "invitation.link_unknown",
} as const satisfies Record<string, ErrorCode>;

/** Where signing in helps: somebody was here before, or may have been. */
const signingIn: readonly string[] = ["used", "expired"];

/** A link that no longer works: what happened, and what to do. `null` is one that never was ours. */
export function DeadInvitationScreen({ link }: { readonly link: InvitationLinkView | null }) {
  const t = useTranslations("invitation.dead");
  const locale = useLocale();
  const why = link === null || link.state === "open" ? "unknown" : link.state;
  const firm = link?.firm.name ?? "";
  const who = link?.advisor ?? firm;
  const time = link ? formatDateTime(locale, link.expiresAt) : "";
  return (
    <div className="max-w-[34rem] space-y-8">
      <PageHeading title={t(`${why}.title`)}>
        <p>{t(`${why}.body`, { firm, time })}</p>
      </PageHeading>
      <p>{t(`${why}.next`, { firm, who })}</p>
      {signingIn.includes(why) ? (
        <LinkButton href="/home" variant="primary">
          {t("signIn")}
        </LinkButton>
      ) : null}
      <p className="text-quiet text-small">{codes[why]}</p>
    </div>
  );
}
