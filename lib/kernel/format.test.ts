import { describe, expect, test } from "vitest";

import {
  formatCompact,
  formatCountry,
  formatCurrency,
  formatDate,
  formatDateTime,
  formatDecimal,
  formatMoney,
  formatPercent,
  formatReckoned,
  formatReturn,
  formatSpan,
  formatTime,
} from "./format.ts";

/** Every kind of space becomes an ordinary one, because they differ between versions of the locale data. */
const plain = (text: string) => text.replace(/\s/gu, " ");
const at = "2027-05-20T23:30:00.000Z";

describe("dates", () => {
  test("are written as people write them", () => {
    expect(formatDate("en", at)).toBe("20 May 2027");
    expect(formatDate("es", at)).toBe("20 de mayo de 2027");
    expect(formatDate("fr", at)).toBe("20 mai 2027");
    expect(formatDate("pt", at)).toBe("20 de maio de 2027");
  });

  test("name the zone of a time", () => {
    for (const locale of ["en", "es", "fr", "pt"] as const) {
      expect(plain(formatTime(locale, at))).toBe("23:30 UTC");
      expect(formatDateTime(locale, at)).toContain("23:30");
      expect(formatDateTime(locale, at)).toContain("UTC");
    }
  });
});

test("countries are named in the reader’s language, and what is no country stays as it is", () => {
  expect(formatCountry("en", "CH")).toBe("Switzerland");
  expect(formatCountry("pt", "NL")).toBe("Países Baixos");
  expect(formatCountry("fr", "onpremise")).toBe("onpremise");
});

describe("numbers", () => {
  test("have the separators of the language", () => {
    expect(plain(formatDecimal("en", "1234567.50"))).toBe("1,234,567.50");
    expect(plain(formatDecimal("es", "1234567.50"))).toBe("1.234.567,50");
    expect(plain(formatDecimal("fr", "1234567.50"))).toBe("1 234 567,50");
    expect(plain(formatDecimal("pt", "1234567.50"))).toBe("1 234 567,50");
  });

  test("lose no digit", () => {
    const exact = "123456789012345678901.123456789012345678";
    expect(formatDecimal("en", exact).replaceAll(",", "")).toBe(exact);
  });

  test("have a real minus", () => {
    expect(formatDecimal("en", "-0.5")).toBe("\u22120.5");
    expect(formatMoney("en", { amount: "-12.5", currency: "GBP" })).toBe("\u2212£12.50");
  });
});

describe("money", () => {
  test("shows the decimals of its currency, and more where the amount has more", () => {
    expect(plain(formatMoney("fr", { amount: "1234.5", currency: "EUR" }))).toBe("1 234,50 €");
    expect(plain(formatMoney("en", { amount: "1234", currency: "JPY" }))).toBe("JP¥1,234");
    expect(plain(formatMoney("en", { amount: "1.2345", currency: "EUR" }))).toBe("€1.2345");
  });
});

describe("what was reckoned", () => {
  test("is the same however many currencies were asked for before it", () => {
    const before = formatMoney("fr", { amount: "1234.5", currency: "EUR" });
    const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
    for (const one of letters)
      for (const other of letters) formatMoney("fr", { amount: "1", currency: `X${one}${other}` });
    expect(formatMoney("fr", { amount: "1234.5", currency: "EUR" })).toBe(before);
    expect(formatMoney("es", { amount: "1234.5", currency: "EUR" })).not.toBe(before);
  });

  test("is rounded to its currency's own decimals, as a decimal and once", () => {
    expect(plain(formatReckoned("en", { amount: "1234.5049999999999999999", currency: "EUR" }))).toBe(
      "€1,234.50",
    );
    expect(plain(formatReckoned("en", { amount: "999999999999999.995", currency: "CHF" }))).toBe(
      "CHF 1,000,000,000,000,000.00",
    );
    expect(plain(formatReckoned("en", { amount: "0.005", currency: "EUR" }))).toBe("€0.01");
    expect(plain(formatReckoned("es", { amount: "-12345.675", currency: "USD" }))).toBe("−12.345,68 US$");
  });

  test("in per cent keeps to the decimals that are asked for, and a return shows its sign", () => {
    expect(plain(formatPercent("fr", "12.345", 1))).toBe("12,3 %");
    expect(plain(formatPercent("en", "-3", 2))).toBe("−3.00%");
    expect(plain(formatReturn("en", "0.05125"))).toBe("+5.13%");
    expect(plain(formatReturn("pt", "-0.0712"))).toBe("−7,12%");
    expect(plain(formatReturn("en", "0"))).toBe("0.00%");
  });

  test("is told in few figures on a scale, and a currency by its name", () => {
    expect(plain(formatCompact("en", 1_250_000))).toBe("1.3m");
    expect(plain(formatCompact("en", -180_000))).toBe("−180k");
    expect(plain(formatCurrency("es", "CHF"))).toBe("franco suizo");
    expect(plain(formatCurrency("en", "XQQ"))).toBe("XQQ");
  });
});

describe("spans of time", () => {
  test.each([
    [45, "45 seconds"],
    [60, "1 minute"],
    [270, "4 minutes 30 seconds"],
    [899, "14 minutes"],
    [0, "0 seconds"],
  ])("of %i seconds are said in words", (seconds, words) => {
    expect(plain(formatSpan("en", seconds))).toBe(words);
  });

  test("are said in each language", () => {
    expect(plain(formatSpan("es", 61))).toBe("1 minuto 1 segundo");
    expect(plain(formatSpan("fr", 150))).toBe("2 minutes 30 secondes");
    expect(plain(formatSpan("pt", 120))).toBe("2 minutos");
  });
});
