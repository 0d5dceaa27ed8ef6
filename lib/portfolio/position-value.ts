import { type Exact, exact } from "#lib/kernel/decimal.ts";
import type { Currency, Money } from "#lib/kernel/money.ts";
import type { RecordOf } from "#lib/records/shapes.ts";
import { isLent } from "./asset-class.ts";
import { type Figure, knownAlike, type Mark, type MissingReason, marks, type Source } from "./figure.ts";

type Row = RecordOf<"positions">;

/** What is the same for all positions that a bank told of at once. */
export interface ToldAt {
  readonly sources: readonly [Source];
  readonly marks: readonly Mark[];
  /** No bank can tell of a later day. */
  readonly lastDay: string;
  /** A position of an earlier day is old, however lately it was told. */
  readonly firstPositionDay: string;
  readonly firstPriceDay: string;
}

/** A product of two of a bank's figures, or why there is none. */
export type Product = Money | { readonly reason: MissingReason };

/** Why a figure of a position is not there, under the name by which its bank knows it. */
export const notTold = (
  row: Row,
  { sources: [{ accountId }] }: ToldAt,
  reason: MissingReason,
): Figure<never> => ({
  kind: "unavailable",
  missing: [{ reason, accountId, what: row.isin ?? row.otherIdentification ?? row.name }],
});

/** Without accrued interest: as the bank says, else quantity times price. */
export function cleanValue(row: Row, told: Exact | null, product: Product, at: ToldAt): Figure<Money> {
  if (row.positionDate !== null && row.positionDate > at.lastDay) return notTold(row, at, "invalid");
  const value = told === null ? productToday(row, product, at) : toldIn(row.currency, told);
  if ("reason" in value) return notTold(row, at, value.reason);
  // What is lent is told with a minus. With a plus nobody could say whether it is owed or owned.
  if (isLent(row) && value.amount.greaterThan(0)) return notTold(row, at, "invalid");
  return knownAlike(value, at.sources, marksOf(row, at, told === null));
}

const toldIn = (currency: Currency | null, amount: Exact): Product =>
  currency === null ? { reason: "noCurrency" } : { amount, currency };

const productToday = ({ priceDate }: Row, product: Product, { lastDay }: ToldAt): Product =>
  priceDate !== null && priceDate > lastDay ? { reason: "invalid" } : product;

/** Nothing is not a price, and less than nothing is none that could be reckoned with. */
export function productOf(row: Row, quantity: Exact): Product {
  if (row.price === null || row.priceType === null) return { reason: "noValue" };
  const price = exact(row.price);
  if (price.isZero()) return { reason: "noPrice" };
  if (price.isNegative()) return { reason: "invalid" };
  return times(row, quantity, { price, type: row.priceType, currency: row.priceCurrency });
}

export interface Price {
  readonly price: Exact;
  readonly type: "amount" | "percentage";
  readonly currency: Currency | null;
}

/** A price counts for one unit, a percentage for a nominal: of the one there is no way to the other. */
export function times(row: Row, quantity: Exact, { price, type, currency: told }: Price): Product {
  const isNominal = row.quantityType !== "unit";
  if (isNominal !== (type === "percentage")) return { reason: "noPrice" };
  // A nominal is of the currency in which it is owed.
  const currency = isNominal ? (row.instrumentCurrency ?? row.currency) : (told ?? row.instrumentCurrency);
  if (currency === null) return { reason: "noCurrency" };
  const amount = quantity.times(price);
  return { amount: isNominal ? amount.times(perCent) : amount, currency };
}

const perCent: Exact = exact("0.01");

/** `null` where the bank tells of none. */
export function accruedInterest(row: Row, at: ToldAt): Figure<Money> | null {
  if (row.accruedInterest === null) return null;
  const amount = exact(row.accruedInterest);
  if (amount.isZero()) return null;
  const value = toldIn(row.accruedInterestCurrency ?? row.currency, amount);
  return "reason" in value ? notTold(row, at, value.reason) : knownAlike(value, at.sources, at.marks);
}

function marksOf(row: Row, at: ToldAt, isEstimated: boolean): readonly Mark[] {
  const { positionDate, priceDate, confirmation } = row;
  const isOld =
    (positionDate !== null && positionDate < at.firstPositionDay) ||
    (priceDate !== null && priceDate < at.firstPriceDay);
  const isPending = confirmation === "unconfirmed";
  if (!isOld && !isPending && !isEstimated) return at.marks;
  const more = { stale: isOld, pending: isPending, estimated: isEstimated };
  return marks.filter((mark) => at.marks.includes(mark) || (mark in more && more[mark as keyof typeof more]));
}
