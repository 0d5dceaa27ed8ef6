import { translator } from "#lib/i18n/messages.ts";
import type { Mail } from "#lib/identity/mail.ts";
import { formatDateTime } from "#lib/kernel/format.ts";
import type { Locale } from "#lib/kernel/locale.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { describeInShort } from "#lib/receipts/describe-receipt.ts";
import type { Receipt } from "#lib/receipts/receipt.ts";
import { formatReceiptFile, type ReceiptFile } from "#lib/receipts/receipt-file.ts";
import type { FirmContacts } from "./firm-contacts.ts";

interface Letter {
  readonly file: ReceiptFile;
  readonly addressee: { readonly name: string; readonly email: string; readonly locale: Locale };
  readonly contacts: FirmContacts;
  readonly portalOrigin: string;
}

/**
 * Plain text with the signed file. Neither has bank data in it, and its links lead to the sign-in like any others. The
 * PDF is a link: whoever drew it up here would keep the worker from answering banks meanwhile.
 */
export function receiptMail({ file, addressee, contacts, portalOrigin }: Letter): Mail {
  const { receipt } = file;
  const { name, email, locale } = addressee;
  const t = translator(locale, "mail.receipt");
  const firm = receipt.controller.name;
  const act = actOf(receipt);
  const said = { firm, at: formatDateTime(locale, receipt.act.at), until: untilOf(receipt, locale) };
  const attachment = { name: `${receipt.receiptId}.json`, content: formatReceiptFile(file) };
  const facts = describeInShort(receipt, locale).map(({ term, lines }) => `${term}\n${bulleted(lines)}`);
  const lines = [
    t("greeting", { name }),
    t(`acts.${act}.body`, said),
    ...facts,
    ...waysOn(receipt, portalOrigin, locale),
    `${isInForce(receipt) ? t("otherWay", { firm }) : t("notRight", { firm })}\n${bulleted(reachedBy(contacts, locale))}`,
    `${t("attached", { file: attachment.name })}\n${portalOrigin}/receipts/${receipt.receiptId}/pdf`,
    `${t("check")}\n${portalOrigin}/check-receipt`,
    t("never"),
  ];
  return {
    to: email,
    subject: t(`acts.${act}.subject`, { firm }),
    body: new Secret(`${lines.join("\n\n")}\n`),
    attachment,
  };
}

const acts = [
  ...(["given", "accountsChosen", "amended", "renewed"] as const),
  ...(["withdrawn", "expired", "terminated", "revokedAtBank", "deleted"] as const),
] as const;

/** How a letter begins, by what the receipt is for. */
function actOf({ kind, act: { type } }: Receipt): (typeof acts)[number] {
  const named = kind === "credentialDeleted" ? "deleted" : type.split(".").at(-1);
  const known = acts.find((act) => act === named);
  if (!known) throw new Error(`no letter begins with ${type}`);
  return known;
}

/** Whether there is anything to stop. */
const isInForce = ({ consent }: Receipt): boolean => consent !== null && consent.endedAt === null;

const untilOf = ({ consent }: Receipt, locale: Locale): string =>
  consent ? formatDateTime(locale, consent.validUntil) : "";

/**
 * Where it is reviewed, how it is stopped while there is anything to stop, and that it can be had again, unless it was
 * the firm that ended it.
 */
function waysOn(receipt: Receipt, portalOrigin: string, locale: Locale): readonly string[] {
  const t = translator(locale, "mail.receipt");
  const { consent } = receipt;
  if (!consent) return [`${t("reviewAccess")}\n${portalOrigin}/bank-access`];
  const page = `${portalOrigin}/consents/${consent.consentId}`;
  if (isInForce(receipt)) return [`${t("review")}\n${page}`, `${t("stop")}\n${page}/withdraw`];
  return [`${t("reviewEnded")}\n${page}`, ...(actOf(receipt) === "terminated" ? [] : [t("again")])];
}

/** The way that needs no portal. A firm that has not said how it is reached is reached through its advisors. */
function reachedBy({ email, phone, address }: FirmContacts, locale: Locale): readonly string[] {
  const known = [email, phone, address].filter((one) => one !== null);
  return known.length > 0 ? known : [translator(locale, "mail.receipt")("advisor")];
}

const bulleted = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join("\n");
