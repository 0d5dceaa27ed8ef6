import type { CashAccount } from "../family/cash-accounts.ts";
import { type Day, dayOf } from "../family/days.ts";
import { type Booking, bookingsUntil } from "./bookings.ts";

/** One account's books as they stand on one day. */
export interface Ledger {
  readonly account: CashAccount;
  readonly today: Day;
  /** Oldest first. */
  readonly booked: readonly Booking[];
  readonly pending: readonly Booking[];
  readonly bookedMinor: bigint;
  readonly expectedMinor: bigint;
}

const kept = new Map<string, Ledger>();
const ledgersKept = 40;

/** The books are made of the account and the day alone, so they are made once and kept. */
export function ledgerOf(account: CashAccount, today: Day, volume = 1): Ledger {
  const key = `${account.id} ${today} ${volume}`;
  const known = kept.get(key);
  if (known) return known;
  const entries = bookingsUntil(account, today, volume);
  const booked = entries.filter(({ bookedOn }) => bookedOn <= today);
  const pending = entries.filter(({ bookedOn }) => bookedOn > today);
  const bookedMinor = sum(booked);
  const ledger = { account, today, booked, pending, bookedMinor, expectedMinor: bookedMinor + sum(pending) };
  kept.set(key, ledger);
  for (const oldest of kept.keys()) {
    if (kept.size <= ledgersKept) break;
    kept.delete(oldest);
  }
  return ledger;
}

/** What was booked when a day ended. */
export const bookedAtEndOf = (ledger: Ledger, day: Day): bigint =>
  sum(ledger.booked.filter(({ bookedOn }) => bookedOn <= day));

const sum = (entries: readonly Booking[]): bigint => entries.reduce((total, { minor }) => total + minor, 0n);

export interface Period {
  readonly from: Day;
  readonly to: Day;
}

export const periodOf = (dateFrom: string | null, dateTo: string | null, today: Day): Period => ({
  from: dateFrom === null ? 0 : dayOf(dateFrom),
  to: dateTo === null ? today : dayOf(dateTo),
});

export const bookedWithin = (ledger: Ledger, { from, to }: Period): readonly Booking[] =>
  ledger.booked.filter(({ bookedOn }) => bookedOn >= from && bookedOn <= to);
