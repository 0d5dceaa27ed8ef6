import { translator } from "#lib/i18n/messages.ts";
import type { Mail } from "#lib/identity/mail.ts";
import { formatDateTime } from "#lib/kernel/format.ts";
import type { Locale } from "#lib/kernel/locale.ts";
import { Secret } from "#lib/kernel/secret.ts";

interface Letter {
  readonly name: string;
  readonly email: string;
  readonly locale: Locale;
  readonly firm: string;
  readonly advisor: string;
  readonly expiresAt: Date;
  readonly portalOrigin: string;
  readonly token: Secret<string>;
}

/** Plain text, so that what is read is what is there. The link opens a page with a button; opening it does nothing yet. */
export function invitationMail(letter: Letter): Mail {
  const { name, email, locale, firm, advisor, expiresAt, portalOrigin, token } = letter;
  const t = translator(locale, "mail.invitation");
  const lines = [
    t("greeting", { name }),
    t("body", { advisor, firm }),
    t("decide"),
    `${t("page")}\n${portalOrigin}/invitation?token=${token.reveal()}`,
    t("expiry", { time: formatDateTime(locale, expiresAt.toISOString()) }),
    t("unsure", { firm }),
    t("nothing"),
  ];
  return {
    to: email,
    subject: t("subject", { advisor, firm }),
    body: new Secret(`${lines.join("\n\n")}\n`),
  };
}
