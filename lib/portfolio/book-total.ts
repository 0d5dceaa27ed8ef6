import { decimalText, type Exact } from "#lib/kernel/decimal.ts";
import type { MoneyView } from "#lib/kernel/money.ts";
import { BookTotal } from "./book-value.ts";
import type { BookTotalView, BookValueView, ChangeView } from "./book-view.ts";
import { toRateView } from "./figure-view.ts";

/** What is known of one client: that nothing is shared, that it is being worked out, or the sums. */
export type Made =
  | { readonly kind: "nothingShared" | "workingOut" }
  | {
      readonly kind: "made";
      readonly value: BookTotal;
      readonly earlier: BookTotal | null;
      /** Accounts that are read and in none of the sums, as they are not shared with the viewer. */
      readonly hidden: number;
    };

/** A rate has no more sense than this. */
const places = 8;
const fractionPlaces = 6;

const moneyView = (amount: Exact, currency: string): MoneyView => ({
  amount: decimalText(amount.toDecimalPlaces(places)),
  currency,
});

export function valueView(made: Made, base: string): BookValueView {
  return made.kind === "made" ? totalView(made.value, base) : made;
}

function totalView(total: BookTotal, base: string): BookTotalView["value"] {
  const missing = total.missingList.map(([reason, count]) => ({ reason, count }));
  if (total.asOf === null) return { kind: "unknown", missing };
  const value = moneyView(total.amount, base);
  return { kind: "known", value, asOf: total.asOf, marks: total.markList, missing };
}

export interface Change {
  readonly now: Exact;
  readonly earlier: Exact;
}

/** Only where all that counts is known on both days: a part that came or went between them is no gain and no loss. */
export function changeOf(made: Made): Change | null {
  if (made.kind !== "made" || !made.value.isWhole || made.earlier === null) return null;
  return { now: made.value.amount, earlier: made.earlier.amount };
}

export function changeView({ now, earlier }: Change, base: string): ChangeView {
  const amount = now.minus(earlier);
  const fraction = earlier.greaterThan(0)
    ? decimalText(amount.div(earlier).toDecimalPlaces(fractionPlaces))
    : null;
  return { amount: moneyView(amount, base), fraction };
}

/** All clients together, and of how many of them the sum is. Of whom nothing is shared is not counted. */
export function bookTotal(all: readonly Made[], base: string): BookTotalView {
  const total = new BookTotal();
  const counts = { whole: 0, partly: 0, unknown: 0, workingOut: 0 };
  const changes: Change[] = [];
  for (const made of all) {
    if (made.kind === "workingOut") counts.workingOut++;
    if (made.kind !== "made") continue;
    total.addAll(made.value);
    if (made.value.asOf === null) counts.unknown++;
    else if (made.value.isWhole && made.hidden === 0) counts.whole++;
    else counts.partly++;
    const change = changeOf(made);
    if (change) changes.push(change);
  }
  const rates = [...total.rates].sort(([one], [other]) => (one < other ? -1 : 1));
  return {
    value: totalView(total, base),
    rates: rates.map(([, rate]) => toRateView(rate)),
    ...counts,
    change: changes.length === 0 ? null : { ...changeView(summed(changes), base), clients: changes.length },
  };
}

const summed = (changes: readonly Change[]): Change =>
  changes.reduce((sum, one) => ({ now: sum.now.plus(one.now), earlier: sum.earlier.plus(one.earlier) }));
