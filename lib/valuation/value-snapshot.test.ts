import { describe, expect, test } from "vitest";
import { severalCurrencies } from "#lib/aspsp/records.ts";
import type { RecordOf } from "#lib/records/shapes.ts";
import { position } from "#scripts/testing/valuations.ts";
import { type Snapshot, valueSnapshot } from "./value-snapshot.ts";

const readOn = "2026-03-10";
const rows = (snapshot: Snapshot) =>
  valueSnapshot(snapshot, readOn).map(
    ({ day, currency, value, unknown }) =>
      `${day} ${value} ${currency}${unknown ? ` without ${unknown}` : ""}`,
  );
const positions = (...records: RecordOf<"positions">[]) => rows({ cluster: "positions", records });
const balances = (...told: Partial<RecordOf<"balances">>[]) =>
  rows({
    cluster: "balances",
    records: told.map((one) => ({
      ...{ balanceType: "closingBooked", amount: "100", currency: "EUR", referenceDate: null },
      ...one,
    })),
  });

describe("the value of positions", () => {
  test("is their market value with the interest that has accrued, each in its currency", () => {
    const bond = { marketValue: "100.10", accruedInterest: "0.90", accruedInterestCurrency: "USD" };
    expect(positions(position(bond), position({ marketValue: "-0.10" }))).toEqual([
      "2026-03-10 100 EUR",
      "2026-03-10 0.9 USD",
    ]);
    expect(positions(position({ ...bond, accruedInterestCurrency: null }))).toEqual(["2026-03-10 101 EUR"]);
  });

  test("is not known where one has none, which does not spoil another currency's", () => {
    expect(
      positions(position({ marketValue: "5" }), position(), position({ marketValue: "7", currency: "CHF" })),
    ).toEqual(["2026-03-10 7 CHF", "2026-03-10 null EUR without 1"]);
  });

  test("is their quantity at their price where the bank tells no other, and none at a price of nothing", () => {
    const priced = { quantity: "10", price: "9.5", priceType: "amount", priceCurrency: "USD" } as const;
    expect(positions(position(priced))).toEqual(["2026-03-10 95 USD"]);
    expect(positions(position({ ...priced, price: "0" }))).toEqual(["2026-03-10 null EUR without 1"]);
    expect(positions(position({ ...priced, price: "-9.5" }))).toEqual(["2026-03-10 null EUR without 1"]);
    const nominal = {
      ...priced,
      quantityType: "faceAmount",
      priceType: "percentage",
      quantity: "1000",
    } as const;
    expect(positions(position({ ...nominal, price: "98.5" }))).toEqual(["2026-03-10 985 EUR"]);
  });

  test("that are named twice counts once, and what the bank says in two ways not at all", () => {
    const one = position({ positionId: "p1", marketValue: "5", positionDate: "2026-03-08" });
    const newer = { ...one, marketValue: "6", positionDate: "2026-03-09" };
    expect(positions(one, newer, newer)).toEqual(["2026-03-09 6 EUR"]);
    expect(positions(newer, { ...newer, marketValue: "7" })).toEqual(["2026-03-09 null EUR without 1"]);
  });

  test("of no currency is in none", () => {
    expect(positions(position({ marketValue: "5", currency: null }))).toEqual([
      `2026-03-10 null ${severalCurrencies} without 1`,
    ]);
  });

  test("is nothing, and known, where the bank says that there are none", () => {
    expect(positions()).toEqual([`2026-03-10 0 ${severalCurrencies}`]);
  });

  test("is of the newest day the bank names, and of the day of the reading where that is long past or to come", () => {
    const on = (...days: (string | null)[]) =>
      positions(...days.map((positionDate) => position({ positionDate, marketValue: "1" })))[0]?.slice(0, 10);
    expect(on("2026-03-09", "2026-03-06", null)).toBe("2026-03-09");
    expect(on("2026-03-05")).toBe("2026-03-05");
    expect(on("2026-03-04")).toBe(readOn);
    expect(on("2026-03-11")).toBe(readOn);
  });

  test("of 10^15 with 20 decimals loses nothing, and what is more than any money is not known", () => {
    const huge = { marketValue: "1000000000000000.00000000000000000001" };
    expect(positions(position(huge), position(huge))).toEqual([
      "2026-03-10 2000000000000000.00000000000000000002 EUR",
    ]);
    const most = { marketValue: "9".repeat(30) };
    expect(positions(position(most), position(most))).toEqual(["2026-03-10 null EUR without 1"]);
  });
});

describe("the value of balances", () => {
  test("is what is booked, of the day before where a day opened with it", () => {
    expect(balances({ referenceDate: "2026-03-09" })).toEqual(["2026-03-09 100 EUR"]);
    expect(balances({ balanceType: "openingBooked", referenceDate: readOn })).toEqual(["2026-03-09 100 EUR"]);
  });

  test("is not known from what is only expected, or available: pending entries are in it", () => {
    expect(balances({ balanceType: "expected" })).toEqual(["2026-03-10 null EUR without 1"]);
    expect(balances({ balanceType: "interimAvailable" })).toEqual(["2026-03-10 null EUR without 1"]);
  });

  test("says nothing where the bank names none, and zero where it says zero", () => {
    expect(balances()).toEqual([]);
    expect(balances({ amount: "0.00" })).toEqual(["2026-03-10 0 EUR"]);
  });
});

describe("what is owed", () => {
  const debt = (outstanding: string | null, more: Partial<RecordOf<"liabilities">> = {}) => ({
    ...{ liabilityType: "loan", name: null, outstanding, creditLimit: null, currency: "EUR" },
    ...{ interestRate: null, maturityDate: null, referenceDate: null, ...more },
  });
  const debts = (...records: RecordOf<"liabilities">[]) => rows({ cluster: "liabilities", records });

  test("is negative, and where the bank does not say how much, not known", () => {
    const other = debt("-0.50", { name: "Car" });
    expect(debts(debt("250.50"), other)).toEqual(["2026-03-10 -250 EUR"]);
    expect(debts(debt(null), other)).toEqual(["2026-03-10 null EUR without 1"]);
  });

  test("is owed once, as it was last, and is not known where two tales are told", () => {
    const [old, last] = [
      debt("9", { referenceDate: "2026-03-08" }),
      debt("8", { referenceDate: "2026-03-09" }),
    ];
    expect(debts(old, last)).toEqual(["2026-03-09 -8 EUR"]);
    expect(debts(old, last, { ...last, outstanding: "7" })).toEqual(["2026-03-09 null EUR without 1"]);
  });
});
