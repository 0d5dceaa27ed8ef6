import { decimalText } from "#lib/kernel/decimal.ts";
import type { Money, MoneyView } from "#lib/kernel/money.ts";
import type { Rate } from "#lib/rates/rate-table.ts";
import type { Figure, Source } from "./figure.ts";
import type { Total } from "./total.ts";
import type { FigureView, RateView, TotalView } from "./wealth-view.ts";

/** A rate has no more sense than this: what was converted ends here. What a bank told ends where it told it. */
const convertedPlaces = 8;
const ratePlaces = 10;

/** Thousands of figures are of one reading and by one rate, and share what says so. */
function remembered<Key extends object, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const made = new WeakMap<Key, Value>();
  return (key) => {
    const before = made.get(key);
    if (before !== undefined) return before;
    const value = make(key);
    made.set(key, value);
    return value;
  };
}

const timeOf = remembered((at: Date) => at.toISOString());
const ratesOf = remembered((rates: readonly Rate[]) => rates.map(toRateView));
const accountsOf = remembered((sources: readonly Source[]) => [
  ...new Set(sources.map(({ accountId }) => accountId)),
]);

export function toFigureView(figure: Figure<Money>): FigureView {
  if (figure.kind === "unavailable") return { kind: "unavailable", missing: figure.missing };
  const { value, asOf, marks, rates, sources } = figure;
  return {
    kind: "known",
    value: amountView(value, rates.length > 0),
    asOf: timeOf(asOf),
    marks,
    rates: ratesOf(rates),
    accountIds: accountsOf(sources),
  };
}

export const toTotalView = (total: Total): TotalView => ({
  figure: toFigureView(total.known),
  missing: total.missing,
});

export const amountView = ({ amount, currency }: Money, isConverted = false): MoneyView => ({
  amount: decimalText(isConverted ? amount.toDecimalPlaces(convertedPlaces) : amount),
  currency,
});

export function toRateView({ from, to, value, day, isStale }: Rate): RateView {
  return { from, to, value: decimalText(value.toSignificantDigits(ratePlaces)), day, isStale };
}
