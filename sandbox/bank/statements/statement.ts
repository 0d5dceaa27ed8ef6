import type { Booking } from "../books/bookings.ts";
import { bookedAtEndOf, type Ledger, type Period } from "../books/ledger.ts";
import type { CashAccount } from "../family/cash-accounts.ts";
import { type Day, isoOf } from "../family/days.ts";

/** One account over one period: the opening balance and the entries make the closing balance. */
export interface Statement {
  readonly id: string;
  readonly account: CashAccount;
  readonly bic: string;
  readonly madeAt: Date;
  readonly from: Day;
  readonly to: Day;
  readonly openingMinor: bigint;
  readonly closingMinor: bigint;
  /** Oldest first. */
  readonly entries: readonly Booking[];
  readonly pending: readonly Booking[];
}

export function statementOf(
  ledger: Ledger,
  entries: readonly Booking[],
  { from, to }: Period,
  rest: Pick<Statement, "bic" | "madeAt" | "pending">,
): Statement {
  const first = Math.max(from, ledger.booked[0]?.bookedOn ?? from);
  const openingMinor = bookedAtEndOf(ledger, (entries[0]?.bookedOn ?? first) - 1);
  return {
    id: `${ledger.account.id}-${isoOf(first)}-${isoOf(to)}`.slice(0, 35),
    account: ledger.account,
    from: first,
    to,
    openingMinor,
    closingMinor: entries.reduce((sum, { minor }) => sum + minor, openingMinor),
    entries,
    ...rest,
  };
}
