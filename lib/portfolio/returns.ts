import { Exact } from "#lib/kernel/decimal.ts";
import { dayOfNumber } from "./days.ts";
import { internalRates, overDays, type Payment } from "./money-weighted.ts";
import type { Movements } from "./movements.ts";
import { distinct, type Reckoned } from "./reckoned.ts";
import type { Stretch } from "./stretch.ts";
import { type TimeWeighted, timeWeighted } from "./time-weighted.ts";
import type { RateOfReturnView } from "./wealth-view.ts";

/** What both returns are reckoned from. */
export interface Invested {
  readonly stretch: Stretch;
  readonly movements: Movements;
  readonly begin: Reckoned;
  readonly end: Reckoned;
}

/** GIPS 2020, 2.A: what is shorter than a year is not stretched to one. */
const daysOfYear = 365;
/** Decimals of a return, which is a fraction. */
const places = 10;

export function timeWeightedView({ stretch, movements, begin, end }: Invested): RateOfReturnView {
  const missing = [...begin.missing, ...end.missing, ...movements.missing];
  if (missing.length > 0) return { kind: "unavailable", missing: distinct(missing) };
  const values = [
    { day: stretch.begin, value: begin.amount },
    ...stretch.between,
    { day: stretch.end, value: end.amount },
  ];
  const found = timeWeighted(values, movements.flows, movements.earned);
  switch (found.kind) {
    case "noCapital":
      return { kind: "noCapital" };
    case "contradiction":
      // No one account shows it by itself, so a flow of any of them may be what is not told.
      return {
        kind: "unavailable",
        missing: stretch.accounts.map((one) => one.missing("noFlow", found.span.to)),
      };
    case "known":
      return knownTimeWeighted(found, stretch, movements.isInferred);
  }
}

function knownTimeWeighted(
  { growth, isEstimated, withoutCapital }: Extract<TimeWeighted, { kind: "known" }>,
  { begin, end }: Stretch,
  isInferred: boolean,
): RateOfReturnView {
  const days = end - begin;
  return {
    kind: "known",
    value: asText(growth.minus(1)),
    perYear: days < daysOfYear ? null : asText(growth.pow(new Exact(daysOfYear).dividedBy(days)).minus(1)),
    isEstimated: isEstimated || isInferred,
    withoutCapital: withoutCapital.map(({ from, to }) => ({ from: dayOfNumber(from), to: dayOfNumber(to) })),
  };
}

export function moneyWeightedView({ stretch, movements, begin, end }: Invested): RateOfReturnView {
  const missing = [...begin.missing, ...end.missing, ...movements.missing];
  if (missing.length > 0) return { kind: "unavailable", missing: distinct(missing) };
  const payments: readonly Payment[] = [
    { day: stretch.begin, amount: begin.amount.negated() },
    ...movements.flows.map(({ day, amount }) => ({ day, amount: amount.negated() })),
    { day: stretch.end, amount: end.amount },
  ];
  const days = stretch.end - stretch.begin;
  const [rate, ...others] = internalRates(payments);
  if (rate === undefined) return { kind: "noSolution" };
  const over = (one: number, length: number): string => asText(new Exact(overDays(one, length)));
  if (others.length > 0)
    return { kind: "severalSolutions", values: [rate, ...others].map((one) => over(one, days)) };
  return {
    kind: "known",
    value: over(rate, days),
    perYear: days < daysOfYear ? null : over(rate, daysOfYear),
    isEstimated: movements.isInferred,
    withoutCapital: [],
  };
}

const asText = (fraction: Exact): string => {
  const rounded = fraction.toDecimalPlaces(places);
  return rounded.isZero() ? "0" : rounded.toFixed();
};
