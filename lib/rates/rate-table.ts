import type { Exact } from "#lib/kernel/decimal.ts";
import type { Currency } from "#lib/kernel/money.ts";

/** A day, `YYYY-MM-DD`. */
export type Day = string;

/** One conversion rate with where it is from: `to = from × value`. */
export interface Rate {
  readonly from: Currency;
  readonly to: Currency;
  readonly value: Exact;
  /** The day of publication, on or before the day that was asked for. */
  readonly day: Day;
  /** Older than a long weekend would explain. It is shown with its day, and with a mark. */
  readonly isStale: boolean;
}

/** The reference rates that are known, of every day. Pure: whoever holds one reaches no database. */
export interface RateTable {
  /** Who publishes them, as it is shown; the European Central Bank unless the operator says otherwise. */
  readonly source: string;
  /**
   * The rate between two currencies on a day: that of the newest publication on or before it that has both. `null`
   * where there is none, or none that is near enough: then nothing is converted. A currency against itself is 1.
   */
  rateOn(from: Currency, to: Currency, day: Day): Rate | null;
  /** What can be chosen to reckon in, in the order of the alphabet. */
  readonly currencies: readonly Currency[];
  /** The newest publication; `null` while none was loaded. */
  readonly newestDay: Day | null;
}
