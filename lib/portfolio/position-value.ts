import { type Exact, exact } from "#lib/kernel/decimal.ts";
import type { Money } from "#lib/kernel/money.ts";
import type { RecordOf } from "#lib/records/shapes.ts";
import { cleanWorth, type Product, toldIn } from "#lib/valuation/position-worth.ts";
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

/** Why a figure of a position is not there, under the name by which its bank knows it. */
export const notTold = (
  row: Row,
  { sources: [{ accountId }] }: ToldAt,
  reason: MissingReason,
): Figure<never> => ({
  kind: "unavailable",
  missing: [{ reason, accountId, what: row.isin ?? row.otherIdentification ?? row.name }],
});

/** Without accrued interest: what it is worth (`lib/valuation/position-worth.ts`), with what has to be known of it. */
export function cleanValue(row: Row, told: Exact | null, product: Product, at: ToldAt): Figure<Money> {
  const worth = cleanWorth(row, told, product, at.lastDay);
  if ("reason" in worth) return notTold(row, at, worth.reason);
  return knownAlike(worth, at.sources, marksOf(row, at, told === null));
}

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
