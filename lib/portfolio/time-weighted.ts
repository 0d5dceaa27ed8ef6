import { Exact, zero } from "#lib/kernel/decimal.ts";

/** What there was at the end of a day. */
export interface Valued {
  readonly day: number;
  readonly value: Exact;
}

/** What came in (plus) or went out (minus) on a day. */
export interface Flow {
  readonly day: number;
  readonly amount: Exact;
  /** It had no part in the day: otherwise it was there from the day's beginning. */
  readonly isAtEnd: boolean;
}

/** Both days included. */
export interface DaySpan {
  readonly from: number;
  readonly to: number;
}

export type TimeWeighted =
  | {
      readonly kind: "known";
      /** What one unit became: 1.05 is a return of 5 %. */
      readonly growth: Exact;
      readonly isEstimated: boolean;
      readonly withoutCapital: readonly DaySpan[];
    }
  | { readonly kind: "noCapital" }
  /** What was there and what moved contradict each other in these days. */
  | { readonly kind: "contradiction"; readonly span: DaySpan };

/** A trade is paid some days after it was made; so long the value may know what the flow does not, or the reverse. */
export const settlementDays = 5;

interface Step {
  readonly growth: Exact;
  readonly isEstimated: boolean;
  readonly isWithoutCapital: boolean;
}

/**
 * The time-weighted return: the days with a known value cut the period into parts, and their returns are linked by
 * multiplication. Within a part a flow weighs by the time that it was there (Modified Dietz), which is exact where
 * the part is one day. A part in which nothing was invested has no return: the chain pauses and starts anew.
 *
 * @param values At least the beginning and the end, ascending.
 * @param flows By day, as `earned` is.
 * @param earned Income less costs, which explain a gain where nothing is invested any more.
 */
export function timeWeighted(
  values: readonly Valued[],
  flows: readonly Flow[],
  earned: readonly Flow[],
): TimeWeighted {
  let growth = new Exact(1);
  let isEstimated = false;
  let hadCapital = false;
  const idle: DaySpan[] = [];
  let at = 0;
  while (at < values.length - 1) {
    const found = nextStep(values, at, flows, earned);
    const [begin, next] = [values[at] as Valued, values[at + 1] as Valued];
    if (found === null) return { kind: "contradiction", span: { from: begin.day + 1, to: next.day } };
    const { step, to } = found;
    const end = (values[to] as Valued).day;
    if (step.isWithoutCapital) extend(idle, { from: begin.day + 1, to: end });
    else hadCapital = true;
    growth = growth.times(step.growth);
    isEstimated ||= step.isEstimated || to > at + 1;
    at = to;
  }
  return hadCapital ? { kind: "known", growth, isEstimated, withoutCapital: idle } : { kind: "noCapital" };
}

/** The part to the next value; to a later one while value and flows contradict each other for a settlement's time. */
function nextStep(
  values: readonly Valued[],
  at: number,
  flows: readonly Flow[],
  earned: readonly Flow[],
): { readonly step: Step; readonly to: number } | null {
  const [begin, first] = [values[at] as Valued, values[at + 1] as Valued];
  for (let to = at + 1; to < values.length; to++) {
    const end = values[to] as Valued;
    if (end.day - first.day > settlementDays) return null;
    const step = stepOf(begin, end, within(flows, begin, end), within(earned, begin, end));
    if (step !== null) return { step, to };
  }
  return null;
}

/** `null` where value and flows contradict each other. */
function stepOf(begin: Valued, end: Valued, flows: readonly Flow[], earned: readonly Flow[]): Step | null {
  const days = end.day - begin.day;
  let capital = begin.value;
  let gain = end.value.minus(begin.value);
  let isEstimated = false;
  for (const { day, amount, isAtEnd } of flows) {
    const daysThere = end.day - day + (isAtEnd ? 0 : 1);
    capital = capital.plus(amount.times(daysThere).dividedBy(days));
    gain = gain.minus(amount);
    isEstimated ||= daysThere > 0 && daysThere < days;
  }
  if (capital.greaterThan(0)) {
    const growth = gain.dividedBy(capital).plus(1);
    return growth.greaterThan(0) ? { growth, isEstimated, isWithoutCapital: false } : null;
  }
  const isExplained = gain.equals(sumOf(earned)) || gain.isZero() || begin.value.isNegative();
  return isExplained ? { growth: new Exact(1), isEstimated: false, isWithoutCapital: true } : null;
}

/** Those after the one day and up to the other. */
const within = (flows: readonly Flow[], begin: Valued, end: Valued): readonly Flow[] =>
  flows.slice(firstAfter(flows, begin.day), firstAfter(flows, end.day));

/** Where in a list by day the first later one stands, found by halving. */
function firstAfter(flows: readonly Flow[], day: number): number {
  let [low, high] = [0, flows.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((flows[middle]?.day ?? 0) <= day) low = middle + 1;
    else high = middle;
  }
  return low;
}

const sumOf = (flows: readonly Flow[]): Exact => flows.reduce((sum, { amount }) => sum.plus(amount), zero);

function extend(spans: DaySpan[], span: DaySpan): void {
  const last = spans.at(-1);
  if (last?.to === span.from - 1) spans[spans.length - 1] = { from: last.from, to: span.to };
  else spans.push(span);
}
