import { translator } from "#lib/i18n/messages.ts";
import type { Locale } from "#lib/kernel/locale.ts";
import { Secret } from "#lib/kernel/secret.ts";
import type { Mail } from "./mail.ts";

interface Letter {
  readonly person: { readonly name: string; readonly email: string };
  readonly firm: { readonly name: string };
  readonly origin: string;
  readonly locale: Locale;
  readonly token: Secret<string>;
}

/** Plain text, so that what is read is what is there. The link opens a page with a button; opening it does nothing yet. */
export function signInMail({ person, firm, origin, locale, token }: Letter): Mail {
  const t = translator(locale, "mail.signIn");
  const link = `${origin}/sign-in/confirm?token=${token.reveal()}`;
  const lines = [
    t("greeting", { name: person.name }),
    t("body", { firm: firm.name }),
    `${t("button")}\n${link}`,
    t("expiry", { minutes: 10 }),
    t("ignore"),
  ];
  return {
    to: person.email,
    subject: t("subject", { firm: firm.name }),
    body: new Secret(`${lines.join("\n\n")}\n`),
  };
}
