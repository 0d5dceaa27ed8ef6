import { translator } from "#lib/i18n/messages.ts";
import type { Mail } from "#lib/identity/mail.ts";
import { formatDate, formatDateTime } from "#lib/kernel/format.ts";
import type { Locale } from "#lib/kernel/locale.ts";
import { Secret } from "#lib/kernel/secret.ts";

interface Letter {
  readonly name: string;
  readonly email: string;
  readonly locale: Locale;
  readonly firm: string;
  readonly validUntil: Date;
  readonly daysBefore: number;
  readonly portalOrigin: string;
}

/** Plain text. Its link leads to the sign-in like any other: it lets nobody in. */
export function reminderMail(letter: Letter): Mail {
  const { name, email, locale, firm, daysBefore: days, portalOrigin } = letter;
  const t = translator(locale, "mail.consentReminder");
  const iso = letter.validUntil.toISOString();
  const lines = [
    t("greeting", { name }),
    t("body", { days, firm, end: formatDateTime(locale, iso) }),
    t("renew"),
    `${t("page")}\n${portalOrigin}/home`,
    t("nothing"),
  ];
  return {
    to: email,
    subject: t("subject", { firm, date: formatDate(locale, iso) }),
    body: new Secret(`${lines.join("\n\n")}\n`),
  };
}
