import type { CurrencyCode, Day } from "#lib/aspsp/records.ts";
import { type Exact, exact } from "#lib/kernel/decimal.ts";
import type { RecordOf } from "#lib/records/shapes.ts";

type Position = RecordOf<"positions">;

export interface Worth {
  readonly currency: CurrencyCode;
  readonly amount: Exact;
}

const lent: ReadonlySet<string | null> = new Set(["mortgage", "credit", "fixedLoan", "callableLoan"]);
const perCent: Exact = exact("0.01");

/**
 * What one position is worth without accrued interest: as the bank says, else its quantity at its price; `null` where
 * that is not known. No bank can tell of days after the last. What is lent is told with a minus, and with a plus nobody could
 * say whether it is owed or owned.
 */
export function worthOf(row: Position, lastDay: Day): Worth | null {
  if (row.positionDate !== null && row.positionDate > lastDay) return null;
  const worth = row.marketValue === null ? reckoned(row, lastDay) : told(row.currency, row.marketValue);
  if (worth && lent.has(row.instrumentType) && worth.amount.greaterThan(0)) return null;
  return worth;
}

export const told = (currency: CurrencyCode | null, amount: string): Worth | null =>
  currency === null ? null : { currency, amount: exact(amount) };

/** A price counts for one unit, a percentage for a nominal; nothing and less than nothing are no prices. */
function reckoned(row: Position, lastDay: Day): Worth | null {
  const isNominal = row.quantityType !== "unit";
  if (row.price === null || isNominal !== (row.priceType === "percentage") || row.priceType === null)
    return null;
  const price = exact(row.price);
  const currency = isNominal
    ? (row.instrumentCurrency ?? row.currency)
    : (row.priceCurrency ?? row.instrumentCurrency);
  const isLater = row.priceDate !== null && row.priceDate > lastDay;
  if (!price.greaterThan(0) || currency === null || isLater) return null;
  const amount = exact(row.quantity).times(price);
  return { currency, amount: isNominal ? amount.times(perCent) : amount };
}

/** One position as it is held. */
export interface HeldPosition {
  readonly row: Position;
  /** The bank tells two tales of it, of one day. */
  readonly isContradicted: boolean;
}

/** A position that a bank names twice is held once, as of its last day. */
export function heldOnce(rows: readonly Position[]): readonly HeldPosition[] {
  const named = new Map<string, Position[]>();
  const held: HeldPosition[] = [];
  for (const row of rows) {
    const same = row.positionId === null ? undefined : named.get(row.positionId);
    if (same) same.push(row);
    else if (row.positionId !== null) named.set(row.positionId, [row]);
    else held.push({ row, isContradicted: false });
  }
  for (const same of named.values()) {
    const last = same.map(dayOf).sort().at(-1);
    const [first, ...others] = same.filter((one) => dayOf(one) === last);
    if (first) held.push({ row: first, isContradicted: others.some((one) => textOf(one) !== textOf(first)) });
  }
  return held;
}

const dayOf = ({ positionDate }: Position): Day => positionDate ?? "";
const textOf = (row: Position): string => JSON.stringify(Object.entries(row).sort());
