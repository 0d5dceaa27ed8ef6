import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exact } from "#lib/kernel/decimal.ts";
import type { AccountId } from "#lib/kernel/id.ts";
import { type Money, money } from "#lib/kernel/money.ts";
import { rateTableOf } from "#scripts/testing/rates.ts";
import { converterTo } from "./convert.ts";
import { type Figure, knownFrom, type Mark, marked, type Source, scale, unavailable } from "./figure.ts";
import { sum, Total } from "./total.ts";

const rates = rateTableOf({
  "2026-11-18": { USD: "1.0872" },
  "2026-11-20": { USD: "1.0872", CHF: "0.9381", JPY: "171.55" },
});
const convert = (figure: Figure<Money>, to: string, by = rates) => converterTo(to, by)(figure);
const id = (name: string) => `acc_${name}` as AccountId;
const sourceOf = (name: string, day: string): Source => ({
  ...{ accountId: id(name), institutionId: "bank", asOf: new Date(`${day}T06:00:00Z`) },
});
const told = (amount: string, currency = "EUR", at = sourceOf("a", "2026-11-21"), ...marks: Mark[]) =>
  knownFrom(money(amount, currency), at, ...marks);
const amountOf = (figure: Figure<Money>) => (figure.kind === "known" ? figure.value.amount.toFixed() : null);

describe("a sum of figures", () => {
  test("is as old as the oldest, and has the sources, rates and marks of all of them, each once", () => {
    const [a, b] = [sourceOf("a", "2026-11-21"), sourceOf("b", "2026-11-19")];
    const dollars = convert(told("108.72", "USD", b, "stale"), "EUR");
    const figure = sum([told("1", "EUR", a, "pending"), dollars, told("2", "EUR", a), dollars], "EUR");
    expect(figure).toMatchObject({ asOf: b.asOf, sources: [a, b], marks: ["stale", "pending"] });
    expect(figure).toMatchObject({ rates: [{ from: "USD", to: "EUR", day: "2026-11-18" }] });
    expect(figure.kind === "known" && figure.value.amount.toDecimalPlaces(20).toFixed()).toBe("203");
  });

  test("is known where all of them are, and names what is not, once and in one order", () => {
    const missing = [unavailable("noValue", id("b"), "X"), unavailable("noRate", id("a"), "XYZ")] as const;
    for (const figures of [
      [told("1"), ...missing, missing[0]],
      [missing[1], missing[0], told("1")],
    ]) {
      expect(sum(figures, "EUR")).toEqual({
        kind: "unavailable",
        missing: [
          { reason: "noRate", accountId: "acc_a", what: "XYZ" },
          { reason: "noValue", accountId: "acc_b", what: "X" },
        ],
      });
    }
    expect(sum([], "EUR")).toEqual({ kind: "unavailable", missing: [] });
  });

  test("is refused over two currencies, whatever else is in it", () => {
    expect(() => sum([told("1"), told("1", "USD")], "EUR")).toThrow(RangeError);
    const dollars = new Total("USD");
    dollars.add(told("1", "USD"));
    expect(() => new Total("EUR").addAll(dollars)).toThrow(RangeError);
  });

  test("of noughts beside something missing is not nothing", () => {
    const total = new Total("EUR");
    total.add(told("0.00"));
    expect(amountOf(total.known)).toBe("0");
    total.add(unavailable("noValue", id("b"), "X"));
    expect(total.known.kind).toBe("unavailable");
    total.add(told("5"));
    expect(amountOf(total.known)).toBe("5");
    expect(total.whole.kind).toBe("unavailable");
  });
});

describe("a conversion", () => {
  const currency = fc.constantFrom("EUR", "USD", "CHF", "JPY");
  const amount = fc
    .tuple(fc.bigInt(-(10n ** 17n), 10n ** 17n), fc.nat(8))
    .map(([digits, places]) => exact(String(digits)).dividedBy(exact("10").pow(places)));

  test("and back is the same amount, within a rounding", () => {
    fc.assert(
      fc.property(amount, currency, currency, (value, from, to) => {
        const figure = knownFrom({ amount: value, currency: from }, sourceOf("a", "2026-11-21"));
        const back = convert(convert(figure, to), from);
        if (back.kind === "unavailable") throw new Error("not converted");
        expect(back.value.currency).toBe(from);
        expect(back.value.amount.minus(value).abs().lessThanOrEqualTo("0.00000001")).toBe(true);
      }),
    );
  });

  test("of a sum is the sum of the conversions", () => {
    fc.assert(
      fc.property(
        fc.array(amount, { minLength: 1, maxLength: 9 }),
        currency,
        currency,
        (values, from, to) => {
          const figures = values.map((value) =>
            knownFrom({ amount: value, currency: from }, sourceOf("a", "2026-11-21")),
          );
          const one = convert(sum(figures, from), to);
          const other = sum(
            figures.map((figure) => convert(figure, to)),
            to,
          );
          if (one.kind === "unavailable" || other.kind === "unavailable") throw new Error("not converted");
          expect(one.value.amount.minus(other.value.amount).abs().lessThanOrEqualTo("0.00000001")).toBe(true);
        },
      ),
    );
  });

  test("names the currency without a rate, and the account where it is one account's", () => {
    expect(convert(told("1", "XYZ"), "EUR")).toEqual(unavailable("noRate", id("a"), "XYZ"));
    const two = sum([told("1", "XYZ"), told("1", "XYZ", sourceOf("b", "2026-11-21"))], "XYZ");
    expect(convert(two, "EUR")).toEqual(unavailable("noRate", null, "XYZ"));
    expect(convert(told("1", "USD"), "XYZ")).toEqual(unavailable("noRate", id("a"), "USD"));
  });

  test("of what is not known is not known for the same reason, and into its own currency is itself", () => {
    const missing = unavailable("noValue", id("a"), "X");
    expect(convert(missing, "USD")).toBe(missing);
    const figure = told("1", "XYZ");
    expect(convert(figure, "XYZ")).toBe(figure);
  });

  test.each(["0", "-1", "NaN", "Infinity"])("by a rate of %s is none", (value) => {
    const broken = {
      ...rates,
      rateOn: (from: string, to: string, day: string) => ({
        from,
        to,
        value: exact(value),
        day,
        isStale: false,
      }),
    };
    expect(convert(told("1", "USD"), "EUR", broken)).toEqual(unavailable("noRate", id("a"), "USD"));
  });
});

test("a share of a figure is so many times as much, and marks are told once and in one order", () => {
  expect(amountOf(scale(told("10.01"), exact("0.5")))).toBe("5.005");
  const missing = unavailable("noValue", id("a"), "X");
  expect(scale(missing, exact("0.5"))).toBe(missing);
  expect(marked(told("1", "EUR", sourceOf("a", "2026-11-21"), "pending"), "stale", "pending")).toMatchObject({
    marks: ["stale", "pending"],
  });
  expect(marked(missing, "stale")).toBe(missing);
});
