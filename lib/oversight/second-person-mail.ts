import { translator } from "#lib/i18n/messages.ts";
import type { Mail } from "#lib/identity/mail.ts";
import { formatDateTime } from "#lib/kernel/format.ts";
import type { ActId } from "#lib/kernel/id.ts";
import type { Locale } from "#lib/kernel/locale.ts";
import { Secret } from "#lib/kernel/secret.ts";

interface Letter {
  readonly email: string;
  readonly locale: Locale;
  readonly firm: string;
  readonly actId: ActId;
  readonly lapsesAt: Date;
  readonly consoleOrigin: string;
}

/**
 * Plain text that names nobody, neither whom the act is about nor who proposed it: mail is read by others on its way. Its
 * link leads to the sign-in like any other and lets nobody in.
 */
export function secondPersonMail({ email, locale, firm, actId, lapsesAt, consoleOrigin }: Letter): Mail {
  const t = translator(locale, "mail.secondPerson");
  const lines = [
    t("body", { firm }),
    t("until", { time: formatDateTime(locale, lapsesAt.toISOString()) }),
    `${t("page")}\n${consoleOrigin}/console/acts/${actId}`,
    t("nothing"),
  ];
  return { to: email, subject: t("subject", { firm }), body: new Secret(`${lines.join("\n\n")}\n`) };
}
