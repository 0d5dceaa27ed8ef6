import { describe, expect, test } from "vitest";
import { newId } from "#lib/kernel/id.ts";
import { locales } from "#lib/kernel/locale.ts";
import { describeReceipt } from "./describe-receipt.ts";
import type { Receipt } from "./receipt.ts";

const at = "2026-11-21T10:00:00.000Z";
const hash = "ab".repeat(32);
const receipt: Receipt = {
  schemaVersion: "1",
  receiptId: newId("rcp"),
  kind: "consentEnded",
  issuedAt: at,
  principal: { id: newId("per") },
  controller: { id: newId("ten"), name: "Norte Patrimonio" },
  processor: { id: "portal.example.com/audit" },
  act: {
    ...{ eventId: newId("evt"), type: "consent.withdrawn", leafHash: hash, at },
    ...{ initiator: "investor", channel: "portal", reason: "privacy" },
  },
  consent: {
    ...{ consentId: newId("con"), revision: 4, state: "withdrawn" },
    notice: { version: "v1", locale: "es", sha256: hash },
    recipients: [
      { kind: "firm", id: newId("ten"), name: "Norte Patrimonio" },
      { kind: "advisor", id: newId("per"), name: null },
    ],
    categories: [
      { category: "balances", purposes: ["overview", "advice"], historyFrom: null },
      { category: "transactions", purposes: ["later"], historyFrom: "2025-01-01" },
    ],
    ...{ accounts: null, psd2ExplicitConsent: true, lawfulBasis: "contract", accessesPerDay: 4 },
    ...{ givenAt: at, validUntil: at, endedAt: at, retentionAfterEndDays: 0, storageRegion: "eu-nl" },
    ...{ collectionMethod: "portal", withdrawalMethod: "portal" },
  },
  deletion: null,
};

describe("a receipt in words", () => {
  test.each(locales)("says in %s all that is signed, and no code where there is a word", (locale) => {
    const { facts, title, lead } = describeReceipt(receipt, null, locale);
    const text = [title, lead, ...facts.flatMap(({ term, lines }) => [term, ...lines])].join("\n");
    for (const identifier of [receipt.principal.id, receipt.act.eventId, receipt.consent?.consentId, hash]) {
      expect(text).toContain(identifier);
    }
    for (const code of ["consent.", "overview", "contract\n", "receipt.", "undefined", "null"]) {
      expect(text).not.toContain(code);
    }
    expect(facts.every(({ lines }) => lines.length > 0 && lines.every((line) => line !== ""))).toBe(true);
  });

  test("shows a code that it has no word for as it is", () => {
    const { facts } = describeReceipt(receipt, null, "en");
    expect(facts.find(({ term }) => term === "Which data, and what for")?.lines).toEqual([
      "Accounts and balances, for showing all wealth in one place and advice",
      "Payments since 1 January 2025, for later",
    ]);
  });

  test.each(locales)("names in %s what is left out", (locale) => {
    const { consent } = receipt;
    if (!consent) throw new Error("the receipt is of a consent");
    const [balances, payments] = consent.categories;
    const categories = [balances, { ...payments, leavesOut: ["counterparties", "paymentTexts"] }];
    const less = { ...receipt, consent: { ...consent, categories } } as Receipt;
    const linesOf = (one: Receipt) => describeReceipt(one, null, locale).facts.flatMap(({ lines }) => lines);
    const more = linesOf(less).filter((line) => !linesOf(receipt).includes(line));
    expect(more).toHaveLength(1);
    expect(more[0]).not.toMatch(/counterparties|paymentTexts|receipt\./);
  });

  test("says where the log has the act, or that this copy does not show it", () => {
    const place = { index: 6, size: 12, origin: "consent.example.com/audit" };
    const [shown] = describeReceipt(receipt, place, "en").facts.at(-1)?.lines ?? [];
    expect(shown).toBe("Entry 6 of 12, log consent.example.com/audit");
    expect(describeReceipt(receipt, null, "en").facts.at(-1)?.lines[0]).toMatch(/^Not in this copy/);
  });
});
