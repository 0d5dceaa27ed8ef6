import type { CurrencyCode, Day, DecimalText } from "#lib/aspsp/records.ts";
import { decimalText, type Exact, exact, zero } from "#lib/kernel/decimal.ts";
import type { ValuationRow } from "#lib/records/shapes.ts";

/** What a cell holds at most: thirty digits before the point and thirty behind it. */
const mostDigits = exact(`1${"0".repeat(30)}`);
const mostDecimals = 30;

/** As it is stored; `null` where it is more than any money, which is then not known. */
export function cellOf(value: Exact): DecimalText | null {
  const rounded = value.toDecimalPlaces(mostDecimals);
  return rounded.abs().lt(mostDigits) ? decimalText(rounded) : null;
}

/** What is known of one day in one currency, while it is added up. */
export interface Sums {
  flow: Exact;
  /** The part of the flow that came from another currency or went into one. */
  exchanged: Exact;
  income: Exact;
  fees: Exact;
  taxes: Exact;
  /** Entries whose flow is not known, and such of which something else is not. */
  withoutFlow: number;
  unknown: number;
}

/** Adds up by day and currency. The order in which things come makes no difference. */
export class DaySums {
  readonly #days = new Map<Day, Map<CurrencyCode, Sums>>();

  of(day: Day, currency: CurrencyCode): Sums {
    const known = this.#days.get(day) ?? new Map<CurrencyCode, Sums>();
    this.#days.set(day, known);
    const sums = known.get(currency) ?? nothing();
    known.set(currency, sums);
    return sums;
  }

  /** In the order of days and currencies. */
  rows(): readonly ValuationRow[] {
    return [...this.#days]
      .sort(byKey)
      .flatMap(([day, known]) =>
        [...known].sort(byKey).map(([currency, sums]) => toRow(day, currency, sums)),
      );
  }
}

const nothing = (): Sums => ({
  ...{ flow: zero, exchanged: zero, income: zero, fees: zero, taxes: zero },
  ...{ withoutFlow: 0, unknown: 0 },
});

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
  a < b ? -1 : a > b ? 1 : 0;

function toRow(day: Day, currency: CurrencyCode, sums: Sums): ValuationRow {
  const cells = { income: cellOf(sums.income), fees: cellOf(sums.fees), taxes: cellOf(sums.taxes) };
  const flow = sums.withoutFlow > 0 ? null : cellOf(sums.flow);
  const exchanged = sums.exchanged.isZero() ? null : cellOf(sums.exchanged);
  const isTooMuch = [flow, ...Object.values(cells)].includes(null) && sums.withoutFlow === 0;
  const unknown = sums.withoutFlow + sums.unknown + (isTooMuch ? 1 : 0);
  return {
    day,
    currency,
    value: null,
    flow,
    exchanged,
    ...cells,
    unknown: unknown === 0 ? null : String(unknown),
  };
}

/** A row that says what was held. */
export const valueRow = (
  day: Day,
  currency: CurrencyCode,
  value: DecimalText | null,
  unknown: number,
): ValuationRow => ({
  ...{ day, currency, value, unknown: unknown === 0 ? null : String(unknown) },
  ...{ flow: null, exchanged: null, income: null, fees: null, taxes: null },
});
