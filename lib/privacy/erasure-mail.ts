import { translator } from "#lib/i18n/messages.ts";
import type { Mail } from "#lib/identity/mail.ts";
import type { PersonToTell } from "#lib/identity/read-whom-to-tell.ts";
import { formatDate, formatDateTime } from "#lib/kernel/format.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { type Erasure, type Obligation, obligationKinds } from "./erasure.ts";

interface Letter {
  readonly to: PersonToTell;
  readonly erasure: Erasure;
  readonly ledger: readonly Obligation[];
  readonly firm: string;
  readonly portalOrigin: string;
}

const standingLink = ({ portalOrigin, erasure }: Letter): string =>
  `${portalOrigin}/erasure?${new URLSearchParams({ reference: erasure.erasureId })}`;

/** The last mail to this address: what was asked for, what remains, and the reference by which it can be followed. */
export function erasureMail(letter: Letter): Mail {
  const { to, erasure, ledger, firm } = letter;
  const t = translator(to.locale, "privacy.mail");
  const kinds = translator(to.locale, "privacy.obligations");
  const remaining = obligationKinds.filter((kind) =>
    ledger.some((one) => one.kind === kind && one.state !== "done" && kind !== "notice"),
  );
  const lines = [
    t("greeting", { name: to.name }),
    t("asked", { firm, at: formatDateTime(to.locale, erasure.begunAt.toISOString()) }),
    `${t("remains")}\n${remaining.map((kind) => `- ${kinds(`${kind}.title`)}`).join("\n")}`,
    t("kept", { until: formatDate(to.locale, erasure.evidenceUntil.toISOString()) }),
    `${t("follow")}\n${standingLink(letter)}`,
    t("reference", { reference: erasure.erasureId }),
    t("last"),
  ];
  return { to: to.email, subject: t("subject", { firm }), body: new Secret(`${lines.join("\n\n")}\n`) };
}

/**
 * GDPR Art. 17(2) and 19: the firm erases its own copies and tells whomever it gave any. It finds them by name and
 * address, which are forgotten here right after and which it has already as the controller.
 */
export function complianceMail(letter: Letter, person: PersonToTell): Mail {
  const { to, erasure } = letter;
  const t = translator(to.locale, "privacy.firmMail");
  const lines = [
    t("greeting", { name: to.name }),
    t("asked", {
      investor: `${person.name} (${person.email}, ${erasure.investorId})`,
      at: formatDateTime(to.locale, erasure.begunAt.toISOString()),
    }),
    t("duty"),
    `${t("follow")}\n${standingLink(letter)}`,
  ];
  return { to: to.email, subject: t("subject"), body: new Secret(`${lines.join("\n\n")}\n`) };
}
