import type { StaffRole } from "#lib/access/roles.ts";
import { translator } from "#lib/i18n/messages.ts";
import { formatDateTime } from "#lib/kernel/format.ts";
import type { Locale } from "#lib/kernel/locale.ts";
import { Secret } from "#lib/kernel/secret.ts";
import type { Mail } from "./mail.ts";

interface Letter {
  readonly name: string;
  readonly email: string;
  readonly locale: Locale;
  readonly role: StaffRole;
  readonly firm: string;
  readonly expiresAt: Date;
  readonly origin: string;
  readonly token: Secret<string>;
}

/** Plain text, so that what is read is what is there. The link opens a page with a button; opening it does nothing yet. */
export function staffInvitationMail(letter: Letter): Mail {
  const { name, email, locale, role, firm, expiresAt, origin, token } = letter;
  const t = translator(locale, "mail.staffInvitation");
  const roles = translator(locale, "roles");
  const lines = [
    t("greeting", { name }),
    t("body", { firm, role: roles(role) }),
    `${t("page")}\n${origin}/staff-invitation?token=${token.reveal()}`,
    t("expiry", { time: formatDateTime(locale, expiresAt.toISOString()) }),
    t("unexpected", { firm }),
  ];
  return { to: email, subject: t("subject", { firm }), body: new Secret(`${lines.join("\n\n")}\n`) };
}
