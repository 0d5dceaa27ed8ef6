import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Exact } from "#lib/kernel/decimal.ts";
import { rateTableOf, type Told } from "#scripts/testing/rates.ts";
import { noRates } from "./to-rate-table.ts";

const table = rateTableOf({
  "2026-03-31": { USD: "1.10", CHF: "0.90", BGN: "1.95583" },
  "2026-04-01": { USD: "1.20", CHF: "0.95" },
  "2026-04-02": { USD: "1.25" },
});
const rate = (from: string, to: string, day: string) => {
  const found = table.rateOn(from, to, day);
  return found && [found.value.toFixed(), found.day, found.isStale];
};

describe("a conversion rate", () => {
  test("is what was published for the euro, and its opposite", () => {
    expect(rate("EUR", "USD", "2026-04-02")).toEqual(["1.25", "2026-04-02", false]);
    expect(rate("USD", "EUR", "2026-04-02")).toEqual(["0.8", "2026-04-02", false]);
  });

  test("between two others is of one day that has both, however near another is that has one", () => {
    expect(rate("USD", "CHF", "2026-04-02")?.slice(1)).toEqual(["2026-04-01", false]);
    expect(table.rateOn("USD", "CHF", "2026-04-02")?.value.times("1.2").toFixed(30)).toBe(
      new Exact("0.95").toFixed(30),
    );
  });

  test("is of the last publication before a day without one, and never of a later one", () => {
    expect(rate("EUR", "CHF", "2026-04-05")).toEqual(["0.95", "2026-04-01", false]);
    expect(rate("EUR", "CHF", "2026-03-31")).toEqual(["0.9", "2026-03-31", false]);
    expect(rate("EUR", "CHF", "2026-03-30")).toBeNull();
  });

  test("is fresh for a week, stale for a month, and none after that", () => {
    expect(rate("EUR", "USD", "2026-04-09")).toEqual(["1.25", "2026-04-02", false]);
    expect(rate("EUR", "USD", "2026-04-10")).toEqual(["1.25", "2026-04-02", true]);
    expect(rate("EUR", "USD", "2026-05-03")).toEqual(["1.25", "2026-04-02", true]);
    expect(rate("EUR", "USD", "2026-05-04")).toBeNull();
  });

  test("of a currency that ended goes out of date by itself", () => {
    expect(rate("BGN", "EUR", "2026-04-07")?.slice(1)).toEqual(["2026-03-31", false]);
    expect(rate("BGN", "EUR", "2026-04-08")?.slice(1)).toEqual(["2026-03-31", true]);
    expect(rate("BGN", "EUR", "2026-05-02")).toBeNull();
  });

  test("of a currency against itself is one on every day, also of an unknown one", () => {
    expect(rate("XTS", "XTS", "2031-01-01")).toEqual(["1", "2031-01-01", false]);
    expect(noRates.rateOn("CHF", "CHF", "2026-04-02")?.value.toFixed()).toBe("1");
  });

  test("is none for an unknown currency, for a part of one, and for what is no day", () => {
    for (const currency of ["XTS", "US", "usd", "", "USD "])
      expect(rate("EUR", currency, "2026-04-02")).toBeNull();
    for (const day of ["", "today", "2026-4-2", "2026-04-31x", "20260402"])
      expect(rate("EUR", "USD", day)).toBeNull();
  });

  test("is never one where there is none", () => {
    expect(noRates.rateOn("EUR", "USD", "2026-04-02")).toBeNull();
  });
});

describe("what can be chosen to reckon in", () => {
  test("is what was published last and the euro, by the alphabet", () => {
    expect(table.currencies).toEqual(["EUR", "USD"]);
    expect(rateTableOf({ "2026-04-01": { ZAR: "1", USD: "1", AUD: "1" } }).currencies).toEqual([
      "AUD",
      "EUR",
      "USD",
      "ZAR",
    ]);
    expect(noRates).toMatchObject({ currencies: ["EUR"], newestDay: null });
  });
});

const codes = ["CHF", "EUR", "GBP", "JPY", "USD"] as const;
const code = fc.constantFrom(...codes);
const published = fc
  .tuple(fc.integer({ min: 1, max: 999_999 }), fc.integer({ min: 0, max: 5 }))
  .map(([mantissa, scale]) => new Exact(mantissa).div(new Exact(10).pow(scale)).toFixed());
const dayAt = (at: number): string => new Date(Date.UTC(2026, 0, 1 + at)).toISOString().slice(0, 10);
const dayIn2026 = fc.nat(200).map(dayAt);
const told: fc.Arbitrary<Told> = fc.dictionary(
  dayIn2026,
  fc.dictionary(fc.constantFrom("CHF", "GBP", "JPY", "USD"), published, { minKeys: 1 }),
  { minKeys: 1, maxKeys: 40 },
);
const amount = fc
  .tuple(fc.bigInt({ min: -(10n ** 35n), max: 10n ** 35n }), fc.integer({ min: 0, max: 20 }))
  .map(([mantissa, scale]) => new Exact(mantissa.toString()).div(new Exact(10).pow(scale)));
const scenario = fc.record({ told, from: code, to: code, day: dayIn2026, amount });

/** The same by a plain look through all days: written apart, to be wrong in another way. */
function slowly(days: Told, from: string, to: string, day: string) {
  const age = (other: string) => (Date.parse(day) - Date.parse(other)) / 86_400_000;
  const unit = (of: string, currency: string) => (currency === "EUR" ? "1" : days[of]?.[currency]);
  const usable = Object.keys(days)
    .filter((of) => age(of) >= 0 && age(of) <= 31 && unit(of, from) && unit(of, to))
    .sort();
  return usable.at(-1) ?? null;
}

describe("whatever was published", () => {
  test("the day used is the newest on or before the one asked for that has both, and never a later one", () => {
    fc.assert(
      fc.property(scenario, ({ told: days, from, to, day }) => {
        const found = rateTableOf(days).rateOn(from, to, day);
        expect(found?.day ?? null).toBe(from === to ? day : slowly(days, from, to, day));
        if (found) expect(found.day <= day && found.value.gt(0)).toBe(true);
      }),
    );
  });

  test("there and back is one, and an amount comes back as it was", () => {
    fc.assert(
      fc.property(scenario, ({ told: days, from, to, day, amount: before }) => {
        const rates = rateTableOf(days);
        const [there, back] = [rates.rateOn(from, to, day), rates.rateOn(to, from, day)];
        expect(there === null).toBe(back === null);
        if (!there || !back) return;
        expect(there.day).toBe(back.day);
        expect(there.value.times(back.value).minus(1).abs().lt("1e-38")).toBe(true);
        const after = before.times(there.value).times(back.value);
        expect(after.minus(before).abs().lte(before.abs().times("1e-38"))).toBe(true);
      }),
    );
  });

  test("a way round by a third currency of the same day is the same rate", () => {
    fc.assert(
      fc.property(scenario, code, ({ told: days, from, to, day }, by) => {
        const rates = rateTableOf(days);
        const [straight, first, second] = [
          rates.rateOn(from, to, day),
          rates.rateOn(from, by, day),
          rates.rateOn(by, to, day),
        ];
        const isOneDay = new Set([straight, first, second].map((one) => one?.day)).size === 1;
        if (!straight || !first || !second || !isOneDay) return;
        const round = first.value.times(second.value);
        expect(round.div(straight.value).minus(1).abs().lt("1e-37")).toBe(true);
      }),
    );
  });

  test("a second answer is the first, however many were asked between", () => {
    fc.assert(
      fc.property(told, fc.array(fc.tuple(code, code, dayIn2026), { minLength: 1 }), (days, asked) => {
        const rates = rateTableOf(days);
        const ask = () => asked.map(([from, to, day]) => JSON.stringify(rates.rateOn(from, to, day)));
        expect(ask()).toEqual(ask());
      }),
    );
  });
});
