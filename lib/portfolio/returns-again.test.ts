import fc from "fast-check";
import { expect, test } from "vitest";
import { exact } from "#lib/kernel/decimal.ts";
import { accountNumber, constantRates } from "#scripts/testing/histories.ts";
import { addDays } from "./days.ts";
import type { AccountHistory } from "./history.ts";
import { performanceOf } from "./performance.ts";
import { toWealthDays } from "./wealth-days.ts";

/*
 * A family's ledger in whole cents: a custody account and the money beside it. Its returns are reckoned here from units of a fund
 * whose price is known each day, and from fractions: nothing is shared with the code that is tested.
 */

type Act =
  | { readonly kind: "trade"; readonly cents: number }
  | { readonly kind: "pay"; readonly cents: number }
  | { readonly kind: "dividend"; readonly cents: number }
  | { readonly kind: "interest"; readonly cents: number }
  | { readonly kind: "fee"; readonly cents: number };

const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ kind: fc.constant("trade" as const), cents: fc.integer({ min: -40_000, max: 60_000 }) }),
  fc.record({ kind: fc.constant("pay" as const), cents: fc.integer({ min: -30_000, max: 90_000 }) }),
  fc.record({ kind: fc.constant("dividend" as const), cents: fc.integer({ min: 1, max: 3_000 }) }),
  fc.record({ kind: fc.constant("interest" as const), cents: fc.integer({ min: 1, max: 500 }) }),
  fc.record({ kind: fc.constant("fee" as const), cents: fc.integer({ min: 1, max: 900 }) }),
);
const ledger = fc.array(
  fc.record({ percent: fc.integer({ min: -8, max: 9 }), acts: fc.array(act, { maxLength: 3 }) }),
  { minLength: 2, maxLength: 30 },
);

interface DayOfLedger {
  readonly custody: number;
  readonly money: number;
  readonly bought: number;
  readonly paid: number;
  readonly dividends: number;
  readonly interest: number;
  readonly fees: number;
}

/** In cents: the market moves first, then what is done is done at the day's prices, and rounded down. */
function keep(days: readonly { readonly percent: number; readonly acts: readonly Act[] }[]): DayOfLedger[] {
  const kept: DayOfLedger[] = [
    { custody: 1_000_000, money: 500_000, bought: 0, paid: 0, dividends: 0, interest: 0, fees: 0 },
  ];
  for (const { percent, acts } of days) {
    const before = kept.at(-1) as DayOfLedger;
    let [custody, money] = [Math.floor((before.custody * (100 + percent)) / 100), before.money];
    const sums = { bought: 0, paid: 0, dividends: 0, interest: 0, fees: 0 };
    for (const { kind, cents } of acts) {
      if (kind === "trade") {
        custody += cents;
        money -= cents;
        sums.bought += cents;
      } else if (kind === "fee") {
        money -= cents;
        sums.fees -= cents;
      } else {
        money += cents;
        sums[kind === "pay" ? "paid" : kind === "dividend" ? "dividends" : "interest"] += cents;
      }
    }
    kept.push({ custody, money, ...sums });
  }
  return kept;
}

const first = "2026-01-01";
const text = (cents: number) => exact(String(cents)).dividedBy(100);

function historiesOf(kept: readonly DayOfLedger[]): readonly AccountHistory[] {
  const told = [{ from: "2020-01-01", to: "2030-01-01" }];
  const shared = { institutionId: "a-custodian", share: null, told, leftOn: null };
  const of = (
    number: number,
    isMoney: boolean,
    each: (day: DayOfLedger) => { value: number; flow: number; income: number; fees: number },
  ): AccountHistory => ({
    ...{ ...shared, accountId: accountNumber(number), isMoney },
    values: kept.map((one, at) => ({
      ...{ day: addDays(first, at), by: "told" as const },
      values: new Map([["EUR", text(each(one).value)]]),
    })),
    flows: kept.map((one, at) => {
      const { flow, income, fees } = each(one);
      const parts = {
        flow: text(flow),
        exchanged: text(0),
        income: text(income),
        fees: text(fees),
        taxes: text(0),
      };
      return { day: addDays(first, at), currency: "EUR", ...parts, unknown: 0 };
    }),
  });
  return [
    of(1, false, (day) => ({
      ...{ value: day.custody, flow: day.bought - day.dividends },
      ...{ income: day.dividends, fees: 0 },
    })),
    of(2, true, (day) => ({
      ...{ value: day.money, flow: day.paid + day.dividends - day.bought },
      ...{ income: day.interest, fees: day.fees },
    })),
  ];
}

/** A unit's price moves with what is earned; who pays in buys units in the morning, who takes out sells them in the evening. */
function unitPrice(kept: readonly DayOfLedger[]): number {
  let [units, price] = [1_500_000, 1];
  for (const [at, day] of kept.entries()) {
    if (at === 0) continue;
    const worth = day.custody + day.money;
    if (day.paid > 0) units += day.paid / price;
    price = (worth - Math.min(day.paid, 0)) / units;
    if (day.paid < 0) units += day.paid / price;
  }
  return price;
}

/** By trying rates in smaller and smaller steps, over days instead of years. */
function dailyRate(kept: readonly DayOfLedger[]): number {
  const last = kept.length - 1;
  const worth = (rate: number) =>
    kept.reduce(
      (sum, day, at) => sum + (at === 0 ? 1_500_000 : day.paid) * (1 + rate) ** (last - at),
      -((kept[last] as DayOfLedger).custody + (kept[last] as DayOfLedger).money),
    );
  let rate = -0.5;
  for (let step = 0.1; step > 1e-16; step /= 10) while (worth(rate + step) <= 0) rate += step;
  return (1 + rate) ** last - 1;
}

const performanceFor = (kept: readonly DayOfLedger[]) =>
  performanceOf(toWealthDays(historiesOf(kept), constantRates({}), "EUR"), {
    from: addDays(first, 1),
    to: addDays(first, kept.length - 1),
  });

test("a ledger's gain, flows, income and fees are the sums of its entries", () => {
  fc.assert(
    fc.property(ledger, (days) => {
      const kept = keep(days);
      const found = performanceFor(kept);
      const sum = (of: (day: DayOfLedger) => number) => kept.reduce((all, day) => all + of(day), 0) / 100;
      const amount = (figure: typeof found.gain) =>
        figure.kind === "known" ? Number(figure.value.amount) : null;
      const last = kept.at(-1) as DayOfLedger;
      expect(amount(found.paidIn)).toBeCloseTo(
        sum(({ paid }) => Math.max(paid, 0)),
        6,
      );
      expect(amount(found.takenOut)).toBeCloseTo(
        sum(({ paid }) => Math.max(-paid, 0)),
        6,
      );
      expect(amount(found.income)).toBeCloseTo(
        sum((day) => day.dividends + day.interest),
        6,
      );
      expect(amount(found.fees)).toBeCloseTo(
        sum(({ fees }) => fees),
        6,
      );
      const gained = (last.custody + last.money - 1_500_000) / 100 - sum(({ paid }) => paid);
      expect(amount(found.gain)).toBeCloseTo(gained, 6);
    }),
  );
});

test("a ledger's time-weighted return is what a unit of it gained", () => {
  fc.assert(
    fc.property(ledger, (days) => {
      const kept = keep(days);
      fc.pre(kept.every(({ custody, money }) => custody + money > 100_000));
      const { timeWeighted } = performanceFor(kept);
      expect(timeWeighted).toMatchObject({ kind: "known", isEstimated: false });
      expect(Number(timeWeighted.kind === "known" && timeWeighted.value)).toBeCloseTo(unitPrice(kept) - 1, 8);
    }),
  );
});

test("a ledger's money-weighted return is the one rate at which its payments grow to what is there", () => {
  fc.assert(
    fc.property(ledger, (days) => {
      const kept = keep(days);
      fc.pre(kept.every(({ custody, money }) => custody + money > 100_000));
      const { moneyWeighted } = performanceFor(kept);
      fc.pre(moneyWeighted.kind === "known");
      expect(Number(moneyWeighted.kind === "known" && moneyWeighted.value)).toBeCloseTo(dailyRate(kept), 6);
    }),
  );
});
