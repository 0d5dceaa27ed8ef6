import type { DecimalText } from "#lib/aspsp/records.ts";
import type { AccountId } from "#lib/kernel/id.ts";
import type { Day } from "#lib/rates/rate-table.ts";
import type { DayFlow, Days } from "#lib/valuation/movements.ts";
import type { DayValue } from "#lib/valuation/series.ts";

/** One account over time, as far as its viewer may see it. Nothing is converted or added up yet. */
export interface AccountHistory {
  readonly accountId: AccountId;
  readonly institutionId: string;
  /** The part that counts, 0 to 1; `null` counts it whole. */
  readonly share: DecimalText | null;
  /** Nothing but its entries changes what it holds. */
  readonly isMoney: boolean;
  /** One a day at most; a day without one is not known. */
  readonly values: readonly DayValue[];
  readonly flows: readonly DayFlow[];
  /** The days whose entries were told, both ends included; a day in them without a row had none. */
  readonly told: readonly Days[];
  /** The last day on which it belonged to what is looked at; `null` while it does. */
  readonly leftOn: Day | null;
}
