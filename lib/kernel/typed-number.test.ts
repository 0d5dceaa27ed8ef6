import { describe, expect, test } from "vitest";
import { formatDecimal } from "./format.ts";
import { locales } from "./locale.ts";
import { readTypedNumber } from "./typed-number.ts";

describe("a typed number", () => {
  test.each([
    ["en", "1,234.56", "1234.56"],
    ["en", "250,000", "250000"],
    ["es", "1.234,56", "1234.56"],
    ["es", "250.000", "250000"],
    ["es", "1 234,5", "1234.5"],
    ["fr", "1 234,56", "1234.56"],
    ["fr", "1\u202f234\u202f567,8", "1234567.8"],
    ["pt", "1\u00a0234,56", "1234.56"],
    ["pt", "12.500,00", "12500"],
  ] as const)("in the form of %s, %s, is %s", (locale, typed, value) => {
    expect(readTypedNumber(locale, typed)).toBe(value);
  });

  test.each(locales)("written plainly is understood in %s, with or without blanks around it", (locale) => {
    expect(readTypedNumber(locale, " 1234.56 ")).toBe("1234.56");
    expect(readTypedNumber(locale, "250000")).toBe("250000");
    expect(readTypedNumber(locale, "007.50")).toBe("7.5");
    expect(readTypedNumber(locale, "0")).toBe("0");
  });

  test.each([
    ["en", "1.234,56"],
    ["en", "1,5"],
    ["en", "12,34.5"],
    ["es", "1,234.56"],
    ["fr", "1,234.56"],
    ["fr", "1.234,56"],
    ["pt", "1.23.456"],
    ["es", "1.234 567"],
  ] as const)("in the form of another language than %s, %s, is refused", (locale, typed) => {
    expect(readTypedNumber(locale, typed)).toBeNull();
  });

  test.each([
    ["es", "1234.567"],
    ["es", "0.500"],
    ["fr", "1.234"],
    ["pt", "0.125"],
  ] as const)("that may be thousands or decimals in %s, %s, is refused", (locale, typed) => {
    expect(readTypedNumber(locale, typed)).toBeNull();
  });

  test.each([
    "",
    " ",
    "-5",
    "+5",
    "1e5",
    "0x10",
    "NaN",
    "١٢",
    "12 €",
    "1,,5",
    ".5",
    "5.",
    "1234567890123456",
  ])("“%s” is none in any language", (typed) => {
    for (const locale of locales) expect(readTypedNumber(locale, typed)).toBeNull();
  });

  test.each(locales)("as pages in %s write it is read back as it was", (locale) => {
    for (const value of ["0", "7.5", "1234.56", "12345.6", "250000", "999999999999999.99"]) {
      expect(readTypedNumber(locale, formatDecimal(locale, value))).toBe(value);
    }
  });
});
