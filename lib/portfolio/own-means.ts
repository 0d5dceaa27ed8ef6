import type { RateTable } from "#lib/rates/rate-table.ts";
import type { RecordKeys } from "#lib/records/record-keys.ts";

/** What figures are opened and reckoned with. */
export interface OwnMeans {
  readonly keys: RecordKeys;
  readonly rates: RateTable;
  /** What was asked for; the usual currency where there is no rate for it. */
  readonly base: string | null;
}

/** What is reckoned in where nobody chose. */
const usualBase = "EUR";

export const baseOf = ({ rates, base }: Pick<OwnMeans, "rates" | "base">): string =>
  base !== null && rates.currencies.includes(base) ? base : usualBase;
