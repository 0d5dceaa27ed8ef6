import { describe, expect, test } from "vitest";
import { bond, custody, holdingsOf, known, type Position, pieces, worth } from "#scripts/testing/holdings.ts";
import { rateTableOf } from "#scripts/testing/rates.ts";
import { consolidate } from "./consolidate.ts";

const rates = rateTableOf({ "2026-11-20": { USD: "1.25", CHF: "0.8" } });
const view = (...rows: Position[]) => consolidate(holdingsOf([custody("a", rows)]), rates, "EUR");
const see = (row: Position) => view(row).instruments[0]?.held[0];
const euros = (amount: string) => ({ amount, currency: "EUR" });
const dollars = (amount: string) => ({ amount, currency: "USD" });
const lacks = (reason: string, what: string | null = "X") => ({
  ...{ kind: "unavailable", missing: [{ reason, accountId: "acc_a", what }] },
});
const priced = (quantity: string, price: string, more: Partial<Position> = {}) =>
  pieces(quantity, { price, priceType: "amount", priceCurrency: "EUR", name: "X", ...more });

describe("what a position is worth", () => {
  test("is what the bank says, with the interest that has accrued", () => {
    const row = worth("900", "EUR", { accruedInterest: "12.5" });
    expect(see(row)).toMatchObject({
      ...{ marketValue: euros("900"), accruedInterest: euros("12.5") },
      value: { kind: "known", value: euros("912.5"), marks: [] },
    });
  });

  /**
   * Bought for 1,050 all in all, a bond of 1,000 with a coupon of 7.2 % a year in two halves of which two months of six
   * have passed: 12.00 of interest, 1,038.00 without it (https://wizedu.com/questions/12599, an exercise in accrued
   * interest with its solution).
   */
  test("of a bond is its nominal times its clean price in per cent, with the interest", () => {
    const row = bond("1000", "103.8", "USD", { accruedInterest: "12.00", accruedInterestCurrency: "USD" });
    const { instruments } = consolidate(holdingsOf([custody("a", [row])]), rates, "USD");
    expect(instruments[0]?.held[0]).toMatchObject({
      ...{ isNominal: true, price: { kind: "percent", of: "103.8" }, marketValue: null },
      value: { value: dollars("1050"), marks: ["estimated"] },
    });
  });

  test("is the sum of both where the interest is in another currency", () => {
    const row = worth("900", "EUR", { accruedInterest: "12.5", accruedInterestCurrency: "USD" });
    expect(see(row)?.value).toMatchObject({ value: euros("910"), rates: [{ from: "USD" }] });
  });

  test("is quantity times price where the bank says no more, and is marked as reckoned", () => {
    expect(see(priced("3", "12.50"))?.value).toMatchObject({ value: euros("37.5"), marks: ["estimated"] });
    expect(
      see(priced("3", "12.50", { priceCurrency: null, instrumentCurrency: "USD" }))?.value,
    ).toMatchObject({
      value: euros("30"),
    });
    expect(see(bond("1000", "50", "CHF"))?.value).toMatchObject({ value: euros("625") });
  });

  test("is marked where it is not confirmed yet, or rests on an old price", () => {
    const marksOf = (more: Partial<Position>) => {
      const value = see(worth("1", "EUR", more))?.value;
      return value?.kind === "known" ? value.marks : null;
    };
    expect(marksOf({ confirmation: "unconfirmed" })).toEqual(["pending"]);
    expect(marksOf({ confirmation: "confirmed", priceDate: "2026-10-21" })).toEqual([]);
    expect(marksOf({ priceDate: "2026-10-20", confirmation: "unconfirmed" })).toEqual(["stale", "pending"]);
  });
});

describe("bad input", () => {
  test.each<[string, Position, object]>([
    ["no value and no price", pieces("1", { name: "X" }), lacks("noValue")],
    ["a value without a currency", pieces("1", { marketValue: "5", name: "X" }), lacks("noCurrency")],
    ["a price without a currency", priced("1", "5", { priceCurrency: null }), lacks("noCurrency")],
    ["a price of nothing", priced("1", "0.00"), lacks("noPrice")],
    ["a price of less than nothing", priced("1", "-5"), lacks("invalid")],
    ["a price for one unit of a nominal", priced("1", "5", { quantityType: "faceAmount" }), lacks("noPrice")],
    ["a percentage of pieces", priced("1", "5", { priceType: "percentage" }), lacks("noPrice")],
    [
      "a position of a day to come",
      worth("5", "EUR", { name: "X", positionDate: "2026-11-23" }),
      lacks("invalid"),
    ],
    ["a price of a day to come", priced("1", "5", { priceDate: "2026-11-23" }), lacks("invalid")],
    ["no such day", worth("5", "EUR", { name: "X", positionDate: "2026-99-99" }), lacks("invalid")],
    ["a currency that nobody knows", worth("5", "XYZ", { name: "X" }), lacks("noRate", "XYZ")],
  ])("%s has a reason and no value, and the rest has its sum", (_name, row, expected) => {
    expect(see(row)?.value).toEqual(expected);
    const { owned } = view(row, worth("7", "EUR"));
    expect(owned).toMatchObject({ figure: { value: euros("7") }, missing: [expect.anything()] });
  });

  test.each([
    [
      "10^15 with 20 decimals, whole",
      "EUR",
      "999999999999999.99999999999999999999",
      "999999999999999.99999999999999999999",
    ],
    ["10^15 with 20 decimals, converted", "USD", "999999999999999.99999999999999999999", "800000000000000"],
    [
      "more figures than anybody writes",
      "EUR",
      "123456789012345678901234567890.123456789012345678901234567891",
      "123456789012345678901234567890.123456789012345678901234567891",
    ],
    ["a short position", "USD", "-1250", "-1000"],
    ["nothing, which the bank says", "EUR", "0.00", "0"],
    ["nothing, in a currency that nobody knows", "XYZ", "0", "0"],
  ])("%s is exact", (_name, currency, marketValue, expected) => {
    expect(see(worth(marketValue, currency))?.value).toMatchObject({ value: euros(expected) });
  });

  test("a short position that is reckoned is negative", () => {
    expect(see(priced("-3", "12.5"))?.value).toMatchObject({ value: euros("-37.5") });
  });

  test("a class, a country and an identification that nobody told are not told, and the value counts", () => {
    const { instruments, parts } = view(
      worth("5", "EUR", { instrumentType: "Spezial", isin: "XS0000000009" }),
    );
    expect(instruments).toMatchObject([{ class: "notTold", isin: "XS0000000009", country: null }]);
    expect(parts.region).toMatchObject([{ key: null, weight: "100.00" }]);
    expect(parts.class).toMatchObject([{ key: "notTold", weight: "100.00" }]);
  });

  test("two lots of one instrument without an identifier of their own are two", () => {
    const row = worth("5", "EUR", { isin: "US0378331005" });
    expect(view(row, { ...row }).instruments).toMatchObject([{ value: { figure: { value: euros("10") } } }]);
  });
});

describe("an instrument at several banks", () => {
  const isin = "US0378331005";
  const of = (...rows: readonly Position[]) =>
    consolidate(
      holdingsOf(rows.map((row, at) => custody(`${at}`, [row], { institutionId: `bank${at}` }))),
      rates,
      "EUR",
    );

  test("is of the class and currency that any of them tells, whatever their order", () => {
    const silent = worth("1", "EUR", { isin });
    const telling = worth("1", "EUR", { isin, cfiCode: "ESVUFR", instrumentCurrency: "USD", name: "Apple" });
    for (const rows of [
      [silent, telling],
      [telling, silent],
    ]) {
      const { instruments, parts } = of(...rows);
      expect(instruments).toMatchObject([{ class: "equity", currency: "USD", name: "Apple" }]);
      expect(parts.class).toMatchObject([{ key: "equity", weight: "100.00" }]);
      expect(parts.currency).toMatchObject([{ key: "USD", weight: "100.00" }]);
    }
  });

  test("is in what each values it in where nobody tells what it is denominated in", () => {
    const { parts } = of(worth("100", "EUR", { isin }), worth("80", "CHF", { isin }));
    expect(parts.currency.map(({ key, weight }) => [key, weight])).toEqual([
      ["CHF", "50.00"],
      ["EUR", "50.00"],
    ]);
  });
});

describe("cost and gain", () => {
  const bought = (more: Partial<Position> = {}) =>
    worth("150", "EUR", { name: "X", quantity: "10", costPrice: "12", costCurrency: "EUR", ...more });

  test("are of the bank's own price of purchase, in its own currency and whole", () => {
    expect(see(bought())).toMatchObject({ cost: { value: euros("120") }, gain: { value: euros("30") } });
    const nominal = bond("1000", "90", "USD", {
      ...{ costPriceType: "percentage", costPrice: "95", marketValue: "900", currency: "USD" },
    });
    expect(see(nominal)).toMatchObject({ cost: { value: dollars("950") }, gain: { value: dollars("-50") } });
  });

  test("of a short position turn round", () => {
    const short = bought({ quantity: "-10", marketValue: "-150" });
    expect(see(short)).toMatchObject({ cost: { value: euros("-120") }, gain: { value: euros("-30") } });
  });

  test("in another currency than the value make no gain: what the rate did meanwhile nobody told", () => {
    const { cost, gain } = see(bought({ costCurrency: "USD" })) ?? {};
    expect(cost).toMatchObject({ value: dollars("120") });
    expect(gain).toEqual(lacks("noRate"));
  });

  test("rest on the value: without one there is no gain, and one that is reckoned makes the gain one too", () => {
    expect(see(bought({ marketValue: null }))?.gain).toEqual(lacks("noValue"));
    const reckoned = bought({ marketValue: null, price: "13", priceType: "amount", priceCurrency: "EUR" });
    expect(see(reckoned)?.gain).toMatchObject({ value: euros("10"), marks: ["estimated"] });
  });
});

test("a quality of the reading is beside every figure of it", () => {
  const positions = known([worth("1", "EUR", { costPrice: "2", costCurrency: "EUR" })], {
    ...{ isStale: true, hasFailedSince: true },
  });
  const { instruments, owned, parts, accounts } = consolidate(
    holdingsOf([custody("a", [], { positions })]),
    rates,
    "EUR",
  );
  const figures = [
    ...[owned, accounts[0]?.value, parts.class[0]?.value, instruments[0]?.value].map(
      (total) => total?.figure,
    ),
    ...instruments.flatMap(({ held }) => held.flatMap(({ value, cost, gain }) => [value, cost, gain])),
  ];
  expect(figures).toHaveLength(7);
  for (const figure of figures) expect(figure).toMatchObject({ marks: ["failed", "stale"] });
});
