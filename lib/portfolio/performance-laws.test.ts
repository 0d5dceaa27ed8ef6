import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Exact, exact } from "#lib/kernel/decimal.ts";
import { accountNumber, daily, historyOf } from "#scripts/testing/histories.ts";
import { moneyOf, performance, returnOf } from "#scripts/testing/performances.ts";
import type { AccountHistory } from "./history.ts";
import type { Period } from "./periods.ts";
import type { PerformanceView } from "./wealth-view.ts";

describe("any accounts", () => {
  const cents = (min: number, max: number) =>
    fc.integer({ min, max }).map((amount) => new Exact(amount).dividedBy(100));
  const lastDay = 12;
  const span: Period = { from: "2026-01-02", to: "2026-01-12" };

  const account = fc
    .record({
      values: fc.array(cents(10_000, 10_000_000), { minLength: lastDay, maxLength: lastDay }),
      flows: fc.array(fc.option(cents(-5_000, 5_000)), { minLength: lastDay, maxLength: lastDay }),
      currency: fc.constantFrom("EUR", "CHF", "USD"),
      since: fc.integer({ min: 0, max: 3 }),
    })
    .map(
      ({ values, flows, currency, since }) =>
        (number: number, factor = new Exact(1)) =>
          historyOf({
            ...{ number, currency },
            values: Object.fromEntries(
              Object.entries(
                daily(
                  "2026-01-01",
                  values.map((one) => one.times(factor).toFixed()),
                ),
              ).slice(since),
            ),
            flows: Object.fromEntries(
              Object.entries(
                daily(
                  "2026-01-01",
                  flows.map((one) => (one ?? new Exact(0)).times(factor).toFixed()),
                ),
              ),
            ),
          }),
    );
  const several = fc.array(account, { minLength: 1, maxLength: 4 });
  const returnsOf = (found: PerformanceView) => [found.timeWeighted, found.moneyWeighted].map(returnOf);
  const close = (found: readonly (number | string)[]) =>
    found.map((one) => (typeof one === "number" ? expect.closeTo(one, 8) : one));

  test("come to the same in any order", () => {
    fc.assert(
      fc.property(several, (made) => {
        const histories = made.map((one, at) => one(at + 1));
        expect(performance(histories.toReversed(), span)).toEqual(performance(histories, span));
      }),
    );
  });

  test("have the same returns in another unit", () => {
    fc.assert(
      fc.property(several, cents(1, 100_000_000), (made, factor) => {
        const [found, scaled] = [new Exact(1), factor].map((by) =>
          performance(
            made.map((one, at) => one(at + 1, by)),
            span,
          ),
        ) as [PerformanceView, PerformanceView];
        expect(returnsOf(scaled)).toEqual(close(returnsOf(found)));
      }),
    );
  });

  test("have the same returns in another currency whose rate does not change", () => {
    fc.assert(
      fc.property(several, (made) => {
        const histories = made.map((one, at) => one(at + 1));
        expect(returnsOf(performance(histories, span, "CHF"))).toEqual(
          close(returnsOf(performance(histories, span, "EUR"))),
        );
      }),
    );
  });

  test("come to the same when one is split in two with a transfer between them", () => {
    fc.assert(
      fc.property(
        account,
        fc.integer({ min: 1, max: 99 }),
        cents(1, 5_000),
        fc.integer({ min: 4, max: 9 }),
        (made, percent, moved, at) => {
          const whole = made(1);
          const day = `2026-01-${String(at + 1).padStart(2, "0")}`;
          const [one, other] = splitAt(whole, new Exact(percent).dividedBy(100), moved, day);
          const [split, found] = [performance([one, other], span), performance([whole], span)];
          expect(returnsOf(split)).toEqual(close(returnsOf(found)));
          expect(moneyOf(split)).toEqual(close(moneyOf(found)));
        },
      ),
    );
  });

  test("gain what is there at the end beyond what was there and came in", () => {
    fc.assert(
      fc.property(several, (made) => {
        const [begin, paidIn, takenOut, gain, end] = moneyOf(
          performance(
            made.map((one, at) => one(at + 1)),
            span,
          ),
        ) as number[];
        expect((begin ?? 0) + (paidIn ?? 0) - (takenOut ?? 0) + (gain ?? 0)).toBeCloseTo(end ?? 0, 4);
      }),
    );
  });

  /** A part of an account and the rest of it; on one day an amount goes from the one to the other. */
  function splitAt(
    whole: AccountHistory,
    part: Exact,
    moved: Exact,
    day: string,
  ): [AccountHistory, AccountHistory] {
    const piece = (number: number, by: Exact, transfer: Exact): AccountHistory => ({
      ...whole,
      accountId: accountNumber(number),
      values: whole.values.map((one) => ({
        ...one,
        values: new Map(
          [...(one.values ?? [])].map(([currency, amount]) => [
            currency,
            amount.times(by).plus(one.day >= day ? transfer : exact("0")),
          ]),
        ),
      })),
      flows: whole.flows.map((one) => ({
        ...one,
        flow: (one.flow as Exact).times(by).plus(one.day === day ? transfer : exact("0")),
      })),
    });
    return [piece(1, part, moved.negated()), piece(2, new Exact(1).minus(part), moved)];
  }
});
