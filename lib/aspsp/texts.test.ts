import { Decimal } from "decimal.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { decimalSchema } from "#lib/kernel/money.ts";
import { toDay } from "./day-text.ts";
import { negated, toDecimalText } from "./decimal-text.ts";
import { toIsin } from "./isin.ts";
import { toShownText } from "./shown-text.ts";

const Exact = Decimal.clone({ precision: 200, toExpNeg: -200, toExpPos: 200 });

const written = fc
  .tuple(
    fc.constantFrom("", "-", "+"),
    fc.stringMatching(/^\d{1,25}$/),
    fc.option(fc.stringMatching(/^\d{0,20}$/), { nil: undefined }),
    fc.option(fc.integer({ min: -9, max: 5 }), { nil: undefined }),
  )
  .map(([sign, whole, fraction, exponent]) => {
    const point = fraction === undefined ? "" : `.${fraction}`;
    return `${sign}${whole}${point}${exponent === undefined ? "" : `E${exponent}`}`;
  });

describe("an amount", () => {
  test("is the number that the bank wrote, to its last figure", () => {
    fc.assert(
      fc.property(written, (text) => {
        const exact = toDecimalText(text);
        expect(exact).not.toBeNull();
        expect(decimalSchema.safeParse(exact).success).toBe(true);
        expect(new Exact(exact ?? "").equals(new Exact(text.replace(/\.(?=E|$)/, "")))).toBe(true);
      }),
    );
  });

  test("keeps the zeros at its end, and has no sign on zero", () => {
    expect(toDecimalText("0012.340")).toBe("12.340");
    expect(toDecimalText("-0.00")).toBe("0.00");
    expect(toDecimalText("1.0E7")).toBe("10000000");
    expect(toDecimalText("12.")).toBe("12");
  });

  test.each([
    "NaN",
    "Infinity",
    "1E400",
    "1e-400",
    "0x10",
    "1,000.00",
    "1.2.3",
    "--1",
    "",
    " ",
    "١٢",
    `1${"0".repeat(31)}`,
  ])("is not %s", (text) => {
    expect(toDecimalText(text)).toBeNull();
  });

  test("on the other side and back is itself", () => {
    fc.assert(
      fc.property(written, (text) => {
        const exact = toDecimalText(text) ?? "";
        expect(negated(negated(exact))).toBe(exact);
        expect(new Exact(negated(exact)).plus(exact).isZero()).toBe(true);
      }),
    );
  });
});

test.each([
  ["2024-02-29", "2024-02-29"],
  ["2024-02-29T00:00:00.000+00:00", "2024-02-29"],
  ["2024-02-29Z", "2024-02-29"],
  ["2023-02-29", null],
  ["2024-13-01", null],
  ["29.02.2024", null],
  ["2024-02-29x", null],
])("the day of %s is %s", (text, day) => {
  expect(toDay(text)).toBe(day);
});

test.each([
  ["CH0012005267", "CH0012005267"],
  [" us0378331005 ", "US0378331005"],
  ["CH0012005268", null],
  ["CH001200526", null],
  ["CH00120052677", null],
  ["012345678905", null],
  ["CH00120052６7", null],
  ["", null],
])("the ISIN of %s is %s", (text, isin) => {
  expect(toIsin(text)).toBe(isin);
});

test("an ISIN with one digit wrong is none", () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 11 }), fc.integer({ min: 1, max: 9 }), (place, more) => {
      const isin = "US0378331005";
      const digit = String((Number(isin[place]) + more) % 10);
      expect(toIsin(isin.slice(0, place) + digit + isin.slice(place + 1))).toBeNull();
    }),
  );
});

test("a text of the bank's is one line, has an end, and turns nothing around", () => {
  expect(toShownText("a\r\nb\u0000\u001b[31mc", 50)).toBe("a b [31mc");
  expect(toShownText("safe\u202eevil\u2066", 50)).toBe("safeevil");
  expect(toShownText("x".repeat(100_000), 10)).toBe(`${"x".repeat(9)}…`);
  expect(toShownText(" \n ", 10)).toBeNull();
});
