import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RecordOf } from "#lib/records/shapes.ts";
import { chiefBalances } from "./chief-balance.ts";

const balance = (
  balanceType: string,
  amount: string,
  referenceDate: string | null = null,
  currency = "EUR",
): RecordOf<"balances"> => ({ balanceType, amount, currency, referenceDate });

const amounts = (balances: readonly RecordOf<"balances">[]) =>
  chiefBalances(balances).map(({ amount, currency }) => `${amount} ${currency}`);

describe("the balance that counts", () => {
  test("is what is booked before what is expected, and never what may be spent", () => {
    const told = [
      balance("interimAvailable", "5000"),
      balance("expected", "90"),
      balance("closingBooked", "100"),
    ];
    expect(amounts(told)).toEqual(["100 EUR"]);
    expect(amounts(told.slice(0, 2))).toEqual(["90 EUR"]);
    expect(amounts(told.slice(0, 1))).toEqual([]);
  });

  test("is the newest of its type, and one without a day is the oldest", () => {
    const told = [
      balance("closingBooked", "3"),
      balance("closingBooked", "2", "2026-03-02"),
      balance("closingBooked", "1", "2026-03-01"),
    ];
    expect(amounts(told)).toEqual(["2 EUR"]);
  });

  test("is one of each currency", () => {
    const told = [balance("closingBooked", "7", null, "USD"), balance("interimBooked", "8")];
    expect(amounts(told)).toEqual(["8 EUR", "7 USD"]);
  });

  test("is none where two of one day contradict each other", () => {
    const told = [balance("closingBooked", "1", "2026-03-01"), balance("closingBooked", "2", "2026-03-01")];
    expect(amounts(told)).toEqual([]);
    expect(amounts([...told.slice(0, 1), ...told.slice(0, 1)])).toEqual(["1 EUR"]);
  });

  test("is the same in whatever order the bank tells them", () => {
    const one = fc.record({
      balanceType: fc.constantFrom("closingBooked", "interimBooked", "expected", "forwardAvailable"),
      amount: fc.constantFrom("1", "2"),
      currency: fc.constantFrom("EUR", "CHF"),
      referenceDate: fc.constantFrom(null, "2026-03-01", "2026-03-02"),
    });
    const orders = fc
      .array(one, { maxLength: 8 })
      .chain((told) => fc.tuple(fc.constant(told), fc.shuffledSubarray(told, { minLength: told.length })));
    fc.assert(
      fc.property(orders, ([told, other]) => {
        expect(amounts(other)).toEqual(amounts(told));
      }),
    );
  });
});
