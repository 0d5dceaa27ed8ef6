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
  /** When the consent ends that is to be renewed; `null` where a bank is to be confirmed at. */
  readonly validUntil: Date | null;
  readonly portalOrigin: string;
}

/**
 * Plain text. Its link leads to the sign-in like any other and lets nobody in; it names no bank, because mail is read by
 * others on its way.
 */
export function askMail(letter: Letter): Mail {
  const { name, email, locale, firm, advisor, validUntil, portalOrigin } = letter;
  const t = translator(locale, "mail.clientAsk");
  const asked =
    validUntil === null
      ? t("confirm", { advisor, firm })
      : t("renew", { advisor, firm, end: formatDateTime(locale, validUntil.toISOString()) });
  const lines = [
    t("greeting", { name }),
    asked,
    t("yours", { advisor }),
    `${t("page")}\n${portalOrigin}/home`,
    t("nothing"),
  ];
  return {
    to: email,
    subject: t(validUntil === null ? "subjectConfirm" : "subjectRenew", { firm }),
    body: new Secret(`${lines.join("\n\n")}\n`),
  };
}
