import { translator } from "#lib/i18n/messages.ts";
import { formatCountry, formatDate, formatDateTime } from "#lib/kernel/format.ts";
import type { Locale } from "#lib/kernel/locale.ts";
import type { ConsentContent, DeletionContent, Receipt } from "./receipt.ts";

/** One thing that a receipt says, in the reader's words. */
export interface ReceiptFact {
  readonly term: string;
  readonly lines: readonly string[];
}

/** Where the log has the act, or `null` where a copy does not show it. */
export type Place = { readonly index: number; readonly size: number; readonly origin: string } | null;

export interface DescribedReceipt {
  readonly title: string;
  readonly issuer: string;
  readonly lead: string;
  readonly facts: readonly ReceiptFact[];
}

/** A receipt in one language: everything it says, and nothing that it does not. */
export function describeReceipt(receipt: Receipt, place: Place, locale: Locale): DescribedReceipt {
  const words = wordsIn(locale);
  const { t } = words;
  const { kind, controller, principal, consent, deletion } = receipt;
  const facts = [
    { term: t("terms.holder"), lines: [principal.id] },
    { term: t("terms.firm"), lines: [controller.name, controller.id] },
    ...(consent ? consentFacts(consent, controller.name, words) : []),
    ...(deletion ? deletionFacts(deletion, words) : []),
    { term: t("terms.act"), lines: actLines(receipt, words) },
    {
      term: t("terms.log"),
      lines: [place ? t("logLine", place) : t("logLater"), t("hash", { hash: receipt.act.leafHash })],
    },
  ];
  return {
    title: t(`titles.${kind}`),
    issuer: controller.name,
    lead: t(`leads.${kind}`, { firm: controller.name }),
    facts,
  };
}

/** What a letter repeats: who sees what, until when, and what becomes of it. The rest is for the receipt itself. */
export function describeInShort(
  { controller, consent, deletion }: Receipt,
  locale: Locale,
): readonly ReceiptFact[] {
  const words = wordsIn(locale);
  const { t } = words;
  const repeated = [
    ...[t("terms.recipients"), t("terms.data"), t("terms.until"), t("terms.ended")],
    ...[t("terms.after"), t("terms.backups")],
  ];
  return [
    ...(consent ? consentFacts(consent, controller.name, words) : []),
    ...(deletion ? deletionFacts(deletion, words) : []),
  ].filter(({ term }) => repeated.includes(term));
}

type Words = ReturnType<typeof wordsIn>;

function wordsIn(locale: Locale) {
  const t = translator(locale, "receipt");
  return {
    t,
    day: (iso: string) => formatDate(locale, iso),
    moment: (iso: string) => formatDateTime(locale, iso),
    /** The word for a code; a code that a later version brings stands for itself. */
    word: (
      group: "purposes" | "leavable" | "bases" | "initiators" | "reasons" | "acts",
      code: string,
    ): string => {
      const key = `${group}.${code}` as never;
      return t.has(key) ? t(key) : code;
    },
    /** A region such as `eu-nl` by its country. */
    place: (region: string) =>
      `${formatCountry(locale, region.split("-").at(-1)?.toUpperCase() ?? region)} (${region})`,
    language: (code: string) => new Intl.DisplayNames(locale, { type: "language" }).of(code) ?? code,
    list: (items: readonly string[]) => new Intl.ListFormat(locale, { type: "conjunction" }).format(items),
  };
}

function actLines({ act }: Receipt, { t, word, moment }: Words): readonly string[] {
  const said = t("actLine", {
    act: word("acts", act.type.split(".").at(-1) ?? act.type),
    at: moment(act.at),
    initiator: word("initiators", act.initiator),
  });
  const reason = act.reason === null ? [] : [t("reasonLine", { reason: word("reasons", act.reason) })];
  return [said, ...reason, act.eventId];
}

function consentFacts(consent: ConsentContent, firm: string, words: Words): readonly ReceiptFact[] {
  const { t, word, day, moment, language, list, place } = words;
  const { accessesPerDay: count, retentionAfterEndDays: days, notice, endedAt, accounts } = consent;
  const data = consent.categories.flatMap(({ category, purposes, historyFrom, leavesOut = [] }) => {
    const said = {
      category: t(`categories.${category}`),
      purposes: list(purposes.map((code) => word("purposes", code))),
    };
    const line =
      historyFrom === null ? t("dataLine", said) : t("dataSince", { ...said, date: day(historyFrom) });
    const items = list(leavesOut.map((one) => word("leavable", one)));
    return leavesOut.length === 0 ? [line] : [line, t("leavesOut", { category: said.category, items })];
  });
  return [
    { term: t("terms.recipients"), lines: consent.recipients.map((one) => recipientLine(one, firm, words)) },
    { term: t("terms.data"), lines: data },
    { term: t("terms.accounts"), lines: accounts ?? [t("accountsNone")] },
    { term: t("terms.access"), lines: [count === null ? t("once") : t("perDay", { count })] },
    { term: t("terms.given"), lines: [moment(consent.givenAt)] },
    { term: t("terms.until"), lines: [moment(consent.validUntil)] },
    ...(endedAt === null
      ? [{ term: t("terms.stop"), lines: [t("stopLine")] }]
      : [{ term: t("terms.ended"), lines: [moment(endedAt)] }]),
    { term: t("terms.after"), lines: [t("keptFor", { days })] },
    { term: t("terms.region"), lines: [place(consent.storageRegion)] },
    { term: t("terms.basis"), lines: [t("psd2"), word("bases", consent.lawfulBasis)] },
    {
      term: t("terms.text"),
      lines: [
        t("textLine", { version: notice.version, language: language(notice.locale) }),
        t("hash", { hash: notice.sha256 }),
        consent.consentId,
      ],
    },
  ];
}

function recipientLine(
  { kind, id, name }: ConsentContent["recipients"][number],
  firm: string,
  { t }: Words,
): string {
  if (kind === "firm") return t("recipientFirm", { firm });
  if (kind === "program") return t("recipientProgram", { firm, id });
  return name === null ? t("recipientUnnamed", { id }) : t("recipientAdvisor", { name });
}

function deletionFacts(deletion: DeletionContent, { t, moment }: Words): readonly ReceiptFact[] {
  const keys = deletion.wrappedKeysDestroyed.flatMap(({ version, kmsKeyVersion }) => [
    t("keysLine", { version: String(version), at: moment(deletion.destroyedAt) }),
    t("keyLine", { key: kmsKeyVersion }),
  ]);
  return [
    { term: t("terms.credential"), lines: [deletion.credentialId] },
    { term: t("terms.destroyed"), lines: keys },
    { term: t("terms.backups"), lines: [t("backupsLine", { at: moment(deletion.backupsForgetBy) })] },
  ];
}
