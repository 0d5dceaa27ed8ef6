import { describe, expect, test } from "vitest";
import { exact } from "#lib/kernel/decimal.ts";
import type { RecordOf } from "#lib/records/shapes.ts";
import { valueSnapshot } from "#lib/valuation/value-snapshot.ts";
import { accountNumber } from "#scripts/testing/histories.ts";
import { position } from "#scripts/testing/valuations.ts";
import { figuresOf } from "./position-figures.ts";

const day = "2008-02-15";

/** Both ways in which a bond gets its value: on the page of what is held, and on each day of a line. */
function valuesOf(bond: Partial<RecordOf<"positions">>) {
  const row = position({ positionDate: day, quantityType: "faceAmount", currency: "USD", ...bond });
  const sources = [{ accountId: accountNumber(1), institutionId: "a-bank", asOf: new Date(day) }] as const;
  const at = {
    sources,
    marks: [],
    lastDay: day,
    firstPositionDay: "2008-01-01",
    firstPriceDay: "2008-01-01",
  };
  const { clean, accrued } = figuresOf(row, at);
  const amountOf = (figure: typeof accrued) => (figure?.kind === "known" ? figure.value.amount : exact("0"));
  return {
    held: amountOf(clean).plus(amountOf(accrued)).toFixed(),
    onTheDay: valueSnapshot({ cluster: "positions", records: [row] }, day).map(({ value }) => value),
  };
}

const nominal = exact("100000");
/** Of a yearly coupon in per cent, by the part of a year that has accrued. */
const accruedOf = (coupon: string, days: number, ofYear: number) =>
  nominal.times(coupon).dividedBy(100).times(days).dividedBy(ofYear).toFixed();

describe("a bond is worth its clean price times its nominal and the interest that the bank says has accrued", () => {
  test("Microsoft Support, PRICE function: 5.75 % until 15 November 2017, bought on 15 February 2008 to yield 6.5 %, at 94.63436 clean; 90 of 360 days accrued (30/360)", () => {
    const accruedInterest = accruedOf("5.75", 90, 360);
    expect(accruedInterest).toBe("1437.5");
    const bond = { quantity: "100000", marketValue: "94634.36", accruedInterest };
    expect(valuesOf(bond)).toEqual({ held: "96071.86", onTheDay: ["96071.86"] });
  });

  test("the same by price in per cent where the bank tells no value", () => {
    const price = {
      price: "94.63436",
      priceType: "percentage",
      priceCurrency: "USD",
      priceDate: day,
    } as const;
    const bond = { quantity: "100000", marketValue: null, accruedInterest: "1437.5", ...price };
    expect(valuesOf(bond).held).toBe("96071.86");
  });

  test("ISDA, The Actual/Actual Day Count Fraction (1999), first example: 10 % from 1 November 2003 to 1 May 2004 is 4.9772 % by ISDA's days and 5 % by ICMA's", () => {
    const [isda, icma] = [
      nominal.times("0.1").times(exact("61").dividedBy(365).plus(exact("121").dividedBy(366))),
      accruedOf("10", 182, 364),
    ];
    const worth = (accruedInterest: string) =>
      valuesOf({ quantity: "100000", marketValue: "100000", accruedInterest });
    expect(worth(isda.toFixed(2))).toMatchObject({ onTheDay: ["104977.24"] });
    expect(worth(icma)).toMatchObject({ onTheDay: ["105000"] });
  });

  test("without a word of accrued interest it is the clean value, and nothing is reckoned in its place", () => {
    const bond = { quantity: "100000", marketValue: "94634.36", accruedInterest: null };
    expect(valuesOf(bond)).toEqual({ held: "94634.36", onTheDay: ["94634.36"] });
  });
});
