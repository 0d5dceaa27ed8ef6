import { type Exact, zero } from "#lib/kernel/decimal.ts";
import type { DayFlow } from "#lib/valuation/movements.ts";
import type { DayValue } from "#lib/valuation/series.ts";
import { dayNumber } from "./days.ts";

type Amounts = ReadonlyMap<string, Exact>;

/**
 * What came to a money account or left it and no entry tells. Nothing but entries changes what it holds, so where they
 * do not lead from one known balance to the next, the rest is a flow of the second one's day: the bank never told an
 * entry, or books it otherwise. As a gain it would be a return that nobody made.
 *
 * @param areTold Whether the entries of all these days, both ends included, were told.
 * @returns By day and currency.
 */
export function unexplained(
  values: readonly DayValue[],
  flows: readonly DayFlow[],
  areTold: (from: number, to: number) => boolean,
): ReadonlyMap<number, Amounts> {
  const told = values
    .flatMap(({ day, values: held, by }) => (by !== "carried" && held ? [{ day: dayNumber(day), held }] : []))
    .sort((one, other) => one.day - other.day);
  const moved = flows
    .map((flow) => ({ day: dayNumber(flow.day), currency: flow.currency, amount: changeOf(flow) }))
    .sort((one, other) => one.day - other.day);
  const found = new Map<number, Amounts>();
  let at = 0;
  for (const [place, next] of told.entries()) {
    const last = told[place - 1];
    const since: typeof moved = [];
    for (; at < moved.length && (moved[at]?.day ?? 0) <= next.day; at++)
      since.push(moved[at] as (typeof moved)[number]);
    if (!last || !areTold(last.day + 1, next.day) || since.some(({ amount }) => amount === null)) continue;
    const rest = new Map(next.held);
    const take = (currency: string, amount: Exact): void => {
      rest.set(currency, (rest.get(currency) ?? zero).minus(amount));
    };
    for (const [currency, amount] of last.held) take(currency, amount);
    for (const { currency, amount } of since) take(currency, amount ?? zero);
    const differences = new Map([...rest].filter(([, amount]) => !amount.isZero()));
    if (differences.size > 0) found.set(next.day, differences);
  }
  return found;
}

/** By how much an account of money changed; `null` where a part of it is not known. */
const changeOf = ({ flow, income, fees, taxes, unknown }: DayFlow): Exact | null =>
  flow === null || unknown > 0 ? null : flow.plus(income).plus(fees).plus(taxes);
