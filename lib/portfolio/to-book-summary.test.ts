import { describe, expect, test } from "vitest";
import type { ValuationChunk } from "#lib/records/chunk.ts";
import {
  booked,
  custody,
  holdingsOf,
  known,
  loan,
  lookedAt,
  moneyAccount,
  readAt,
  unknown,
  worth,
} from "#scripts/testing/holdings.ts";
import { reckoned, valueOn } from "#scripts/testing/valuations.ts";
import { bookSummarySchema } from "./book-summary.ts";
import type { Holdings } from "./holdings.ts";
import { asOfOf, firstDayNeeded, toBookSummary } from "./to-book-summary.ts";

/** As it is stored and opened again. */
const summed = (holdings: Holdings, valuations: readonly ValuationChunk[] = []) =>
  bookSummarySchema.parse(JSON.parse(JSON.stringify(toBookSummary({ holdings, valuations, granted: 3 }))));

describe("a summary of a recipient's view of an investor", () => {
  test("has each part of each account by currency, as the bank told it, and when", () => {
    const positions = [worth("100.10", "EUR"), worth("7", "USD"), worth("0.40", "EUR")];
    const [account] = summed(
      holdingsOf([custody("depot", positions, { balances: known([booked("12", "CHF")]) })]),
    ).accounts;
    expect(account).toMatchObject({ isDebt: false, holdsInstruments: true });
    expect(account?.balances).toMatchObject({ sums: "CHF 12", asOf: readAt.toISOString(), missing: [] });
    expect(account?.positions).toMatchObject({ sums: "EUR 100.5 USD 7" });
    expect(account?.liabilities).toBeUndefined();
  });

  test("has no part that is not granted, and says of others why they are not there", () => {
    const { accounts } = summed(
      holdingsOf([
        moneyAccount("one", [], { balances: unknown("notConsented") }),
        moneyAccount("two", [], { balances: unknown("failed") }),
        custody("three", [worth("1", "EUR", { marketValue: null })]),
        loan("four", []),
      ]),
    );
    expect(accounts[0]?.balances).toBeUndefined();
    expect(accounts[1]?.balances).toMatchObject({ asOf: null, sums: "", missing: [["failed", 1]] });
    expect(accounts[2]?.positions).toMatchObject({ sums: "", missing: [["noValue", 1]] });
    expect(accounts[3]).toMatchObject({ isDebt: true, balances: { missing: [["notRead", 1]] } });
    expect(accounts[3]).toMatchObject({ liabilities: { missing: [["noBalance", 1]] } });
  });

  test("tells of earlier days what the bank told then, a weekend later too, and of others nothing", () => {
    const account = moneyAccount("one", [booked("5")]);
    const { accountId } = account;
    const own = (chunk: ValuationChunk): ValuationChunk => ({ ...chunk, accountId });
    const valuations = [
      own(reckoned("balances", [valueOn("2026-10-20", "3"), valueOn("2026-11-20", "4.5")])),
      own(reckoned("transactions", [])),
      reckoned("balances", [valueOn("2025-12-31", "99")]),
    ];
    const { days, accounts } = summed(holdingsOf([account]), valuations);
    expect(days).toEqual({ day: "2026-11-20", month: "2026-10-22", year: "2025-12-31" });
    expect(accounts[0]?.balances?.before).toEqual({ day: "EUR 4.5", month: "EUR 3", year: null });
  });

  test("tells of no earlier day on which, or after which, nothing was read any more: now is then", () => {
    const account = moneyAccount("one", [], {
      balances: known([booked("4.5")], { asOf: new Date("2026-11-20T05:00:00.000Z") }),
    });
    const valuations = [
      { ...reckoned("balances", [valueOn("2026-11-20", "4.5"), valueOn("2026-10-22", "3")]) },
    ].map((chunk) => ({ ...chunk, accountId: account.accountId }));
    const [told] = summed(holdingsOf([account]), valuations).accounts;
    expect(told?.balances?.before).toEqual({ day: null, month: "EUR 3", year: null });
  });

  test("is as old as the oldest of what it is made of, and needs the days before the oldest that it tells of", () => {
    const older = new Date("2026-11-18T05:00:00.000Z");
    const one = moneyAccount("one", [booked("5")]);
    const two = moneyAccount("two", [], { balances: known([booked("5")], { asOf: older }) });
    expect(asOfOf(summed(holdingsOf([one, two])), lookedAt)).toEqual(older);
    expect(asOfOf(summed(holdingsOf([])), lookedAt)).toEqual(lookedAt);
    expect(firstDayNeeded(lookedAt) < "2025-12-27").toBe(true);
    expect(firstDayNeeded(new Date("2026-01-10T00:00:00Z")) < "2025-12-06").toBe(true);
  });
});
