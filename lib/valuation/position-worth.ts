import type { CurrencyCode, Day } from "#lib/aspsp/records.ts";
import { type Exact, exact } from "#lib/kernel/decimal.ts";
import type { RecordOf } from "#lib/records/shapes.ts";

type Position = RecordOf<"positions">;

export interface Worth {
  readonly currency: CurrencyCode;
  readonly amount: Exact;
}

/** Why a position has no worth: of no figure, of one that is none, of no currency, or of one that cannot be. */
export type WorthFault = "noValue" | "noPrice" | "noCurrency" | "invalid";

/** A worth, or why there is none. */
export type Product = Worth | { readonly reason: WorthFault };

const lent: ReadonlySet<string | null> = new Set(["mortgage", "credit", "fixedLoan", "callableLoan"]);

/** What a custodian lends stands among the positions too. It is owed, whatever it is held beside. */
export const isLent = ({ instrumentType }: Pick<Position, "instrumentType">): boolean =>
  lent.has(instrumentType);

/**
 * What one position is worth without accrued interest: as the bank says, else its quantity at its price. No bank can tell
 * of days after the last. What is lent is told with a minus, and with a plus nobody could say whether it is owed or owned.
 */
export function cleanWorth(row: Position, said: Exact | null, product: Product, lastDay: Day): Product {
  if (row.positionDate !== null && row.positionDate > lastDay) return { reason: "invalid" };
  const worth = said === null ? productToday(row, product, lastDay) : toldIn(row.currency, said);
  if (!("reason" in worth) && isLent(row) && worth.amount.greaterThan(0)) return { reason: "invalid" };
  return worth;
}

/** The same where nobody asks why it is not known. */
export function worthOf(row: Position, lastDay: Day): Worth | null {
  const said = row.marketValue === null ? null : exact(row.marketValue);
  const product: Product = said === null ? productOf(row, exact(row.quantity)) : { reason: "noValue" };
  const worth = cleanWorth(row, said, product, lastDay);
  return "reason" in worth ? null : worth;
}

export const toldIn = (currency: CurrencyCode | null, amount: Exact): Product =>
  currency === null ? { reason: "noCurrency" } : { amount, currency };

export const told = (currency: CurrencyCode | null, amount: string): Worth | null =>
  currency === null ? null : { currency, amount: exact(amount) };

const productToday = ({ priceDate }: Position, product: Product, lastDay: Day): Product =>
  priceDate !== null && priceDate > lastDay ? { reason: "invalid" } : product;

/** Nothing is not a price, and less than nothing is none that could be reckoned with. */
export function productOf(row: Position, quantity: Exact): Product {
  if (row.price === null || row.priceType === null) return { reason: "noValue" };
  const price = exact(row.price);
  if (price.isZero()) return { reason: "noPrice" };
  if (price.isNegative()) return { reason: "invalid" };
  return times(row, quantity, { price, type: row.priceType, currency: row.priceCurrency });
}

export interface Price {
  readonly price: Exact;
  readonly type: "amount" | "percentage";
  readonly currency: CurrencyCode | null;
}

/** A price counts for one unit, a percentage for a nominal: of the one there is no way to the other. */
export function times(row: Position, quantity: Exact, { price, type, currency: named }: Price): Product {
  const isNominal = row.quantityType !== "unit";
  if (isNominal !== (type === "percentage")) return { reason: "noPrice" };
  // A nominal is of the currency in which it is owed.
  const currency = isNominal ? (row.instrumentCurrency ?? row.currency) : (named ?? row.instrumentCurrency);
  if (currency === null) return { reason: "noCurrency" };
  const amount = quantity.times(price);
  return { amount: isNominal ? amount.times(perCent) : amount, currency };
}

const perCent: Exact = exact("0.01");

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
