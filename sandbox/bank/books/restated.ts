import type { Booking } from "./bookings.ts";
import type { Ledger } from "./ledger.ts";

/** What a bank may still change of its books. */
export const restatedDays = 14;

/**
 * The same books after the bank has looked at its last fourteen days again: of every four entries one is booked a day
 * earlier, one has another amount and one is gone, and one comes that nobody had been told of.
 */
export function restated(ledger: Ledger): Ledger {
  const since = ledger.today - restatedDays;
  const old = ledger.booked.filter(({ bookedOn }) => bookedOn <= since);
  const late = ledger.booked.filter(({ bookedOn }) => bookedOn > since).flatMap(restate);
  return { ...ledger, booked: [...old, ...late].sort((a, b) => a.bookedOn - b.bookedOn) };
}

function restate(entry: Booking, at: number): readonly Booking[] {
  switch (at % 4) {
    case 0:
      return [{ ...entry, bookedOn: entry.bookedOn - 1 }];
    case 1:
      return [{ ...entry, minor: entry.minor - 100n }];
    case 2:
      return [];
    default:
      return [entry, { ...entry, reference: `${entry.reference}-late`, text: "Booked late" }];
  }
}
