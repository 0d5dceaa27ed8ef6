import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Exact, exact } from "#lib/kernel/decimal.ts";
import { dayNumber } from "./days.ts";
import { internalRates, overDays, type Payment } from "./money-weighted.ts";

const paid = (payments: Readonly<Record<string, string>>): readonly Payment[] =>
  Object.entries(payments).map(([day, amount]) => ({ day: dayNumber(day), amount: exact(amount) }));

const yearly = (amounts: readonly number[]): readonly Payment[] =>
  amounts.map((amount, year) => ({ day: year * 365, amount: new Exact(amount) }));

const rates = (payments: readonly Payment[]): readonly number[] =>
  internalRates(payments).map((rate) => overDays(rate, 365));

/** The net present value in decimals, in parts of all that moved. It shares nothing with the solver. */
function presentValue(payments: readonly Payment[], rate: number): number {
  const first = Math.min(...payments.map(({ day }) => day));
  const growth = new Exact(rate).exp();
  const parts = payments.map(({ day, amount }) =>
    amount.dividedBy(growth.pow(new Exact(day - first).dividedBy(365))),
  );
  const size = parts.reduce((sum, part) => sum.plus(part.abs()), new Exact(0));
  return parts
    .reduce((sum, part) => sum.plus(part), new Exact(0))
    .dividedBy(size)
    .toNumber();
}

describe("published examples", () => {
  test("Microsoft Support, XIRR function: 37.3362535 %", () => {
    const payments = paid({
      "2008-01-01": "-10000",
      "2008-03-01": "2750",
      "2008-10-30": "4250",
      "2009-02-15": "3250",
      "2009-04-01": "2750",
    });
    expect(rates(payments)).toEqual([expect.closeTo(0.373362535, 8)]);
  });

  test("CFA Program curriculum, Level I, money-weighted return: a share at 200, one more at 225, both sold at 235, with dividends of 5: 9.39 %", () => {
    expect(rates(yearly([-200, -225 + 5, 2 * 235 + 10]))).toEqual([expect.closeTo(0.0939, 4)]);
  });

  test("Ross, Westerfield and Jordan, Fundamentals of Corporate Finance, problem Multiple IRRs: all four of 25, 33⅓, 42 6⁄7 and 66⅔ %", () => {
    const found = rates(yearly([-252, 1431, -3035, 2850, -1000]));
    expect(found).toEqual([1 / 4, 1 / 3, 3 / 7, 2 / 3].map((rate) => expect.closeTo(rate, 9)));
  });
});

describe("the number of solutions", () => {
  test("is none where everything was paid in, or everything was taken out", () => {
    expect(rates(yearly([-100, -100, -100]))).toEqual([]);
    expect(rates(yearly([100, 0, 0.5]))).toEqual([]);
    expect(rates([])).toEqual([]);
  });

  test("is none where the payments are all of one day", () => {
    expect(rates(paid({ "2026-01-01": "-100" }).concat(paid({ "2026-01-01": "100" })))).toEqual([]);
  });

  test("is none where the present value never reaches zero", () => {
    expect(rates(yearly([-100, 150, -100]))).toEqual([]);
  });

  test("is one where the curve touches zero and turns back", () => {
    expect(rates(yearly([-100, 220, -121]))).toEqual([expect.closeTo(0.1, 6)]);
  });

  test("is two where the sign changes twice and both are in range", () => {
    expect(rates(yearly([-1000, 2300, -1320]))).toEqual([expect.closeTo(0.1, 9), expect.closeTo(0.2, 9)]);
  });

  test("is two however near they are to one another", () => {
    expect(rates(yearly([-1000, 2201, -1211.1]))).toEqual([expect.closeTo(0.1, 9), expect.closeTo(0.101, 9)]);
  });

  test("is one loss where nearly everything is gone", () => {
    expect(rates(yearly([-1_000_000, 500]))).toEqual([expect.closeTo(-0.9995, 9)]);
  });

  test("is right over ninety years", () => {
    const found = rates([...yearly([-100, -1]), { day: 90 * 365, amount: new Exact(50) }]);
    expect(found).toEqual([expect.closeTo(-0.0078, 3)]);
    const several = [...yearly([-100, 300, -150]), { day: 90 * 365, amount: new Exact(-50) }];
    expect(rates(several)).toEqual([0, (1 + Math.sqrt(3)) / 2].map((rate) => expect.closeTo(rate, 6)));
  });

  test("is one for a gain of a single day, which a yearly rate would put far beyond any bound", () => {
    const [rate] = internalRates(paid({ "2026-01-01": "-100", "2026-01-02": "150" }));
    expect(overDays(rate ?? Number.NaN, 1)).toBeCloseTo(0.5, 12);
  });
});

describe("any payments", () => {
  const amount = fc
    .integer({ min: -1_000_000, max: 1_000_000 })
    .map((cents) => new Exact(cents).dividedBy(100));
  const payments = fc.array(fc.record({ day: fc.integer({ min: 0, max: 3000 }), amount }), { maxLength: 40 });
  /** What an investor has: something at the beginning and at the end, and any payments between. */
  const invested = fc
    .tuple(fc.integer({ min: 1, max: 1_000_000 }), payments, fc.integer({ min: 1, max: 1_000_000 }))
    .map(([begin, between, end]) => [
      { day: 0, amount: new Exact(-begin) },
      ...between.map(({ day, amount: moved }) => ({ day: 1 + day, amount: moved })),
      { day: 3002, amount: new Exact(end) },
    ]);

  test("have a present value of zero at each rate that is found", () => {
    fc.assert(
      fc.property(invested, (given) => {
        for (const rate of internalRates(given))
          expect(Math.abs(presentValue(given, rate))).toBeLessThan(1e-12);
      }),
      { numRuns: 60 },
    );
  });

  test("have the one rate that they were made with", () => {
    const made = fc.tuple(
      fc.array(
        fc.record({ day: fc.integer({ min: 0, max: 900 }), amount: fc.integer({ min: 1, max: 10_000 }) }),
        { minLength: 1, maxLength: 20 },
      ),
      fc.double({ min: -0.9, max: 3, noNaN: true }),
    );
    fc.assert(
      fc.property(made, ([paidIn, rate]) => {
        const end = paidIn.reduce((sum, one) => sum + one.amount * (1 + rate) ** ((1000 - one.day) / 365), 0);
        const given = [
          ...paidIn.map(({ day, amount: moved }) => ({ day, amount: new Exact(-moved) })),
          { day: 1000, amount: new Exact(end) },
        ];
        expect(rates(given)).toEqual([expect.closeTo(rate, 7)]);
      }),
    );
  });

  test("have the same rates in another order and in another unit", () => {
    fc.assert(
      fc.property(invested, fc.integer({ min: 1, max: 10_000_000 }), (given, factor) => {
        const scaled = given
          .toReversed()
          .map(({ day, amount: moved }) => ({ day, amount: moved.times(factor) }));
        expect(internalRates(scaled)).toEqual(internalRates(given));
      }),
    );
  });
});
