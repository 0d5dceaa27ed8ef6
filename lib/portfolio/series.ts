import { decimalText, type Exact, zero } from "#lib/kernel/decimal.ts";
import { dayNumber, dayOfNumber } from "./days.ts";
import type { Period } from "./periods.ts";
import type { WealthDays } from "./wealth-days.ts";
import type { SeriesPointView, SeriesView } from "./wealth-view.ts";

/** Decimals that a converted amount is told with. */
const places = 8;

/**
 * What accounts were worth together, day by day. A day of which one of them is not known is a gap: what an account was
 * worth before it was first read nobody told, so a line never begins low and jumps when a bank is linked. Accounts of
 * which no day is known are not in it, and are named.
 */
export function netWorthSeries({ base, accounts }: WealthDays, { from, to }: Period): SeriesView {
  const known = accounts.filter(({ first }) => first !== null);
  const points: SeriesPointView[] = [];
  let since: string | null = null;
  for (let day = dayNumber(from); day <= dayNumber(to); day++) {
    const point = pointOf(known, day);
    points.push(point);
    if (point.value !== null) since ??= point.day;
  }
  const missing = accounts.filter(({ first }) => first === null).map(({ lack }) => lack);
  return { base, points, missing, since };
}

function pointOf(accounts: WealthDays["accounts"], number: number): SeriesPointView {
  let sum: Exact | null = null;
  let isWhole = accounts.length > 0;
  for (const account of accounts) {
    if (account.leftOn !== null && account.leftOn <= number) continue;
    const worth = account.isIn(number) ? account.worthOn(number) : null;
    if (worth?.kind === "known") sum = (sum ?? zero).plus(worth.amount);
    else isWhole = false;
  }
  const [day, text] = [dayOfNumber(number), sum && decimalText(sum.toDecimalPlaces(places))];
  return isWhole ? { day, value: text ?? "0", part: null } : { day, value: null, part: text };
}
