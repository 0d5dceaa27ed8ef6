import { type Exact, zero } from "#lib/kernel/decimal.ts";
import { dayNumber, dayOfNumber } from "./days.ts";
import type { Missing } from "./figure.ts";
import { type Movements, movementsOf } from "./movements.ts";
import type { Period } from "./periods.ts";
import { type Reckoned, toView, worthOfAll } from "./reckoned.ts";
import { moneyWeightedView, timeWeightedView } from "./returns.ts";
import { type Stretch, stretchOf } from "./stretch.ts";
import type { WealthDays } from "./wealth-days.ts";
import type { FigureView, PerformanceView } from "./wealth-view.ts";

/**
 * How accounts did together in a period, in money and as both returns. Whatever a figure needs and nobody told makes
 * that figure unavailable, with the account and the day; the others stay. Accounts of which no worth is known are left
 * out and named: what moves between them and the rest is paid in or taken out.
 */
export function performanceOf(days: WealthDays, period: Period): PerformanceView {
  const stretch = stretchOf(days, period);
  return stretch === null ? nothingKnown(days, period) : performanceIn(stretch, days);
}

function performanceIn(stretch: Stretch, { base, accounts }: WealthDays): PerformanceView {
  const movements = movementsOf(stretch);
  const [begin, end] = [worthOfAll(stretch, stretch.begin), worthOfAll(stretch, stretch.end)];
  const invested = { stretch, movements, begin, end };
  const view = (reckoned: Reckoned): FigureView => toView(reckoned, stretch, base);
  const sum = (amount: Exact, missing: readonly Missing[], isEstimated = false): FigureView =>
    view({ amount, missing, isEstimated, asOf: stretch.end, rates: [] });
  const { income, fees, taxes } = movements.sums;
  const flow = (sign: 1 | -1): FigureView =>
    sum(flowsOf(movements, sign), movements.missing, movements.isInferred);
  return {
    base,
    from: dayOfNumber(stretch.begin + 1),
    to: dayOfNumber(stretch.end),
    timeWeighted: timeWeightedView(invested),
    moneyWeighted: moneyWeightedView(invested),
    ...{ begin: view(begin), end: view(end), paidIn: flow(1), takenOut: flow(-1) },
    income: sum(income.amount, income.missing),
    fees: sum(fees.amount, fees.missing),
    taxes: sum(taxes.amount, taxes.missing),
    gain: view(gainOf(begin, end, movements)),
    accountIds: stretch.accounts.map(({ accountId }) => accountId),
    joined: stretch.accounts.flatMap(({ accountId, first }) =>
      first !== null && first > stretch.begin ? [{ accountId, day: dayOfNumber(first) }] : [],
    ),
    missing: accounts.filter((one) => !stretch.accounts.includes(one)).map(({ lack }) => lack),
  };
}

/** What came in, or what went out as a positive amount. */
const flowsOf = ({ flows }: Movements, sign: 1 | -1): Exact =>
  flows.reduce((sum, { amount }) => (amount.times(sign).greaterThan(0) ? sum.plus(amount.abs()) : sum), zero);

function gainOf(begin: Reckoned, end: Reckoned, movements: Movements): Reckoned {
  const net = movements.flows.reduce((sum, { amount }) => sum.plus(amount), zero);
  return {
    amount: end.amount.minus(begin.amount).minus(net),
    missing: [...begin.missing, ...end.missing, ...movements.missing],
    asOf: Math.min(begin.asOf, end.asOf),
    rates: [...begin.rates, ...end.rates],
    isEstimated: movements.isInferred,
  };
}

function nothingKnown({ base, accounts }: WealthDays, { from, to }: Period): PerformanceView {
  const missing = accounts.map((one) => one.missing("noHistory", dayNumber(to)));
  const nothing = { kind: "unavailable", missing } as const;
  return {
    ...{ base, from, to },
    ...{ timeWeighted: nothing, moneyWeighted: nothing },
    ...{ begin: nothing, end: nothing, paidIn: nothing, takenOut: nothing },
    ...{ income: nothing, fees: nothing, taxes: nothing, gain: nothing },
    ...{ accountIds: [], joined: [], missing: accounts.map(({ lack }) => lack) },
  };
}
