import { describe, expect, test } from "vitest";
import { rateTableOf } from "#scripts/testing/rates.ts";
import {
  type AccountSummary,
  type BookSummary,
  bookSummarySchema,
  type PartSummary,
} from "./book-summary.ts";
import { bookTotal, changeOf, changeView, type Made, valueView } from "./book-total.ts";
import { earlierValue, mergeSummaries, worthOf } from "./book-value.ts";
import { ratesInto } from "./rates-into.ts";

const now = new Date("2026-11-21T12:00:00.000Z");
const asOf = "2026-11-21T05:00:00.000Z";
const days = { day: "2026-11-20", month: "2026-10-22", year: "2025-12-31" };
const rates = rateTableOf({
  "2025-12-31": { USD: "2" },
  "2026-10-22": { USD: "2" },
  "2026-11-19": { USD: "4" },
  "2026-11-20": { USD: "2" },
});
const reckonedIn = (base: string) => ({ base, ratesOf: ratesInto(base, rates), now });

const part = (sums: string, more: Partial<PartSummary> = {}): PartSummary => ({
  ...{ asOf, sums, missing: [], marks: [] },
  before: { day: null, month: null, year: null },
  ...more,
});
const account = (id: string, more: Partial<AccountSummary>): AccountSummary => ({
  ...{ id, isDebt: false, holdsInstruments: false },
  ...more,
});
const summary = (...accounts: AccountSummary[]): BookSummary =>
  bookSummarySchema.parse({ days, granted: accounts.length, accounts });
const worth = (summaries: readonly BookSummary[], base = "EUR") =>
  worthOf(mergeSummaries(summaries), reckonedIn(base));

describe("what a client is worth in the book", () => {
  test("is summed by currency and converted by the rate of the day that it is of", () => {
    const total = worth([summary(account("a", { balances: part("EUR 10.50 USD 3") }))]);
    expect(total.amount.toFixed()).toBe("12");
    expect([...total.rates.values()].map(({ day }) => day)).toEqual(["2026-11-20"]);
    expect(total.isWhole).toBe(true);
  });

  test("counts each part of each account once, however many summaries tell of it, as it was told last", () => {
    const older = part("EUR 1", { asOf: "2026-11-20T05:00:00.000Z" });
    const mine = summary(account("a", { balances: part("EUR 7") }));
    const ours = summary(account("a", { balances: older }), account("b", { balances: part("EUR 100") }));
    for (const both of [
      [mine, ours],
      [ours, mine],
    ]) {
      expect(worth(both).amount.toFixed()).toBe("107");
    }
  });

  test("counts what is owed by its own list, else by the balance, and never by both", () => {
    const [balances, liabilities] = [part("EUR -4"), part("EUR -5")];
    const unread = part("", { asOf: null, missing: [["notRead", 1]] });
    const of = (more: Partial<AccountSummary>) => worth([summary(account("a", { isDebt: true, ...more }))]);
    expect(of({ balances, liabilities }).amount.toFixed()).toBe("-5");
    expect(of({ balances, liabilities: unread }).amount.toFixed()).toBe("-4");
    expect(of({ liabilities: unread }).missingList).toEqual([["notRead", 1]]);
  });

  test("names what the consents hide, what could not be read, and what has no rate, and is never nothing for it", () => {
    const hidden = worth([summary(account("a", { holdsInstruments: true, balances: part("EUR 1") }))]);
    expect(hidden.missingList).toEqual([["notConsented", 1]]);
    const failed = part("", { asOf: null, missing: [["failed", 1]] });
    const none = worth([summary(account("a", { balances: failed }))]);
    expect(none.asOf).toBeNull();
    expect(valueView({ kind: "made", value: none, earlier: null, hidden: 0 }, "EUR")).toEqual({
      kind: "unknown",
      missing: [{ reason: "failed", count: 1 }],
    });
    expect(worth([summary(account("a", { balances: part("XAU 1 EUR 2") }))]).missingList).toEqual([
      ["noRate", 1],
    ]);
  });

  test("is old where the oldest of it is, from the moment at which it is looked at", () => {
    const twoDays = part("EUR 1", { asOf: "2026-11-19T11:59:59.000Z" });
    expect(worth([summary(account("a", { balances: twoDays }))]).markList).toEqual(["stale"]);
    expect(worth([summary(account("a", { balances: part("EUR 1") }))]).markList).toEqual([]);
  });

  test("is not nothing where noughts stand beside something that is missing, alone and among all", () => {
    const missing: PartSummary["missing"] = [["noBalance", 1]];
    const noughts = [part("XAU 3"), part("", { missing: [["noValue", 2]] }), part("EUR 0", { missing })];
    for (const balances of noughts) {
      const value = worth([summary(account("a", { balances }))]);
      const made: Made = { kind: "made", value, earlier: null, hidden: 0 };
      expect(valueView(made, "EUR")).toMatchObject({ kind: "unknown" });
      expect(bookTotal([made, made], "EUR")).toMatchObject({ value: { kind: "unknown" }, unknown: 2 });
    }
    const beside = worth([summary(account("a", { balances: part("XAU 3 EUR 2") }))]);
    expect([beside.amount.toFixed(), beside.asOf]).toEqual(["2", asOf]);
  });

  test("is nothing, and known, where the bank says that there is nothing", () => {
    const total = worth([summary(account("a", { balances: part("") }))]);
    expect(total.isWhole).toBe(true);
    expect(total.amount.toFixed()).toBe("0");
  });
});

const asOfDay = (day: string | null) => ({ day, month: null, year: null });

describe("a change", () => {
  const made = (accounts: readonly AccountSummary[]): Made => {
    const merged = mergeSummaries([summary(...accounts)]);
    const reckoner = reckonedIn("EUR");
    return {
      ...{ kind: "made", hidden: 0 },
      value: worthOf(merged, reckoner),
      earlier: earlierValue(merged, "day", reckoner),
    };
  };

  test("is between the values of two days, each by its own day's rate", () => {
    const one = account("a", { balances: part("USD 30", { before: asOfDay("USD 20") }) });
    const change = changeOf(made([one]));
    expect(change && changeView(change, "EUR")).toEqual({
      amount: { amount: "5", currency: "EUR" },
      fraction: "0.5",
    });
  });

  test("is not known where anything of either day is not: a new account is no gain", () => {
    const old = account("a", { balances: part("EUR 30", { before: asOfDay("EUR 20") }) });
    const fresh = account("b", { balances: part("EUR 1000") });
    const hidden = account("c", { holdsInstruments: true, balances: old.balances });
    expect(changeOf(made([old]))).not.toBeNull();
    expect(changeOf(made([old, fresh]))).toBeNull();
    expect(changeOf(made([old, hidden]))).toBeNull();
  });

  test("is not known where the summary tells of another day than the change is called after", () => {
    const day = { day: "EUR 20", month: "EUR 20", year: "EUR 20" };
    const merged = mergeSummaries([summary(account("a", { balances: part("EUR 30", { before: day }) }))]);
    const knownAt = (at: string) =>
      (["day", "month", "year"] as const).filter(
        (over) => earlierValue(merged, over, { ...reckonedIn("EUR"), now: new Date(at) }) !== null,
      );
    expect(knownAt("2026-11-21T12:00:00.000Z")).toEqual(["day", "month", "year"]);
    expect(knownAt("2026-11-22T23:59:59.999Z")).toEqual(["day", "month", "year"]);
    expect(knownAt("2026-11-23T00:00:00.000Z")).toEqual(["year"]);
    expect(knownAt("2027-01-01T00:00:00.000Z")).toEqual([]);
  });

  test("has no part of what was nothing or less", () => {
    const owed = account("a", { balances: part("EUR 1", { before: asOfDay("EUR -1") }) });
    const change = changeOf(made([owed]));
    expect(change && changeView(change, "EUR").fraction).toBeNull();
  });

  test("and the value of all clients say of how many they are", () => {
    const whole = made([account("a", { balances: part("EUR 30", { before: asOfDay("EUR 20") }) })]);
    const partly = made([account("a", { holdsInstruments: true, balances: part("EUR 5") })]);
    const unknown = made([account("a", { balances: part("", { asOf: null, missing: [["notRead", 1]] }) })]);
    const all: readonly Made[] = [whole, partly, unknown, { kind: "workingOut" }, { kind: "nothingShared" }];
    for (const order of [all, all.toReversed()]) {
      expect(bookTotal(order, "EUR")).toMatchObject({
        value: { kind: "known", value: { amount: "35", currency: "EUR" } },
        ...{ whole: 1, partly: 1, unknown: 1, workingOut: 1 },
        change: { amount: { amount: "10" }, fraction: "0.5", clients: 1 },
      });
    }
  });
});
