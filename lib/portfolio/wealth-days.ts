import { type Exact, zero } from "#lib/kernel/decimal.ts";
import type { Currency } from "#lib/kernel/money.ts";
import type { Day, RateTable } from "#lib/rates/rate-table.ts";
import { AccountDays } from "./account-days.ts";
import { dayOfNumber } from "./days.ts";
import type { AccountHistory } from "./history.ts";
import { ratesInto } from "./rates-into.ts";
import type { Valued } from "./time-weighted.ts";

/** Accounts over time in one currency. It is made once; any number of periods and lines are reckoned from it. */
export interface WealthDays {
  readonly base: Currency;
  readonly accounts: readonly AccountDays[];
  /** The first day of which anything is known; `null` where nothing ever was. */
  readonly first: Day | null;
  /** Days at whose end the worth of every account that was there is known, with the sum. By day, as numbers. */
  readonly totals: readonly Valued[];
}

export function toWealthDays(
  histories: readonly AccountHistory[],
  rates: RateTable,
  base: Currency,
): WealthDays {
  const into = ratesInto(base, rates);
  const accounts = histories
    .toSorted((one, other) => (one.accountId < other.accountId ? -1 : 1))
    .map((history) => new AccountDays(history, into));
  const firsts = accounts.flatMap(({ first }) => (first === null ? [] : [first]));
  const first = firsts.length === 0 ? null : dayOfNumber(Math.min(...firsts));
  return { base, accounts, first, totals: totalsOf(accounts) };
}

function totalsOf(accounts: readonly AccountDays[]): readonly Valued[] {
  const days = [...new Set(accounts.flatMap(({ exactDays }) => exactDays))];
  return days
    .sort((one, other) => one - other)
    .flatMap((day) => {
      const value = totalOn(accounts, day);
      return value === null ? [] : [{ day, value }];
    });
}

function totalOn(accounts: readonly AccountDays[], day: number): Exact | null {
  let total = zero;
  for (const account of accounts) {
    if (!account.isIn(day)) continue;
    const worth = account.worthOn(day);
    if (worth.kind === "unknown" || worth.on !== day) return null;
    total = total.plus(worth.amount);
  }
  return total;
}
