import type { AccountDays } from "./account-days.ts";
import { dayNumber } from "./days.ts";
import type { Period } from "./periods.ts";
import type { Valued } from "./time-weighted.ts";
import type { WealthDays } from "./wealth-days.ts";

/** An end that is not known yet, such as today before the bank was read, gives way to the newest day that is. */
const soughtBackDays = 5;

/** The days of a period that can be looked at, and the accounts that were there. Days are numbers, see `days.ts`. */
export interface Stretch {
  /** What there was at its end is what the period begins with. */
  readonly begin: number;
  readonly end: number;
  readonly accounts: readonly AccountDays[];
  /** The days between that are known to the whole, with what there was at their end. */
  readonly between: readonly Valued[];
}

/** From the first day of which anything is known; `null` where nothing is known before the period's end. */
export function stretchOf({ accounts, first, totals }: WealthDays, { from, to }: Period): Stretch | null {
  if (first === null) return null;
  const begin = Math.max(dayNumber(from) - 1, dayNumber(first));
  const last = dayNumber(to);
  if (begin >= last) return null;
  const upTo = (end: number): Stretch => ({
    ...{ begin, end },
    accounts: accounts.filter(
      (one) => one.first !== null && one.first <= end && (one.leftOn === null || one.leftOn > begin),
    ),
    between: totals.filter(({ day }) => begin < day && day < end),
  });
  for (let end = last; end > begin && end >= last - soughtBackDays; end--) {
    const stretch = upTo(end);
    if (stretch.accounts.every((one) => !one.isIn(end) || one.worthOn(end).kind === "known")) return stretch;
  }
  return upTo(last);
}
