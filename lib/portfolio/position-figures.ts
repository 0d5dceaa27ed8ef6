import { type Exact, exact } from "#lib/kernel/decimal.ts";
import type { Money } from "#lib/kernel/money.ts";
import type { RecordOf } from "#lib/records/shapes.ts";
import { productOf, times } from "#lib/valuation/position-worth.ts";
import { type Figure, knownAlike, withValue } from "./figure.ts";
import { accruedInterest, cleanValue, notTold, type ToldAt } from "./position-value.ts";

type Row = RecordOf<"positions">;

/** One position in the bank's own currencies, whole. */
export interface PositionFigures {
  readonly quantity: Exact;
  /** Without accrued interest. */
  readonly clean: Figure<Money>;
  readonly accrued: Figure<Money> | null;
  readonly cost: Figure<Money>;
  readonly gain: Figure<Money>;
  /** The bank's own market value beside quantity times price, in one currency; `null` where it does not tell both. */
  readonly compared: { readonly told: Exact; readonly reckoned: Exact } | null;
}

export function figuresOf(row: Row, at: ToldAt): PositionFigures {
  const quantity = exact(row.quantity);
  const told = row.marketValue === null ? null : exact(row.marketValue);
  const product = productOf(row, quantity);
  const clean = cleanValue(row, told, product, at);
  const cost = costOf(row, quantity, at);
  const isKnown = clean.kind === "known";
  const isComparable = isKnown && told !== null && "amount" in product && product.currency === row.currency;
  return {
    quantity,
    clean,
    accrued: isKnown ? accruedInterest(row, at) : null,
    cost,
    gain: gainOf(row, clean, cost, at),
    compared: isComparable ? { told, reckoned: product.amount } : null,
  };
}

/** Of a position that a bank contradicts itself about. */
export function contradicted(row: Row, at: ToldAt): PositionFigures {
  const no = notTold(row, at, "invalid");
  return { quantity: exact(row.quantity), clean: no, accrued: null, cost: no, gain: no, compared: null };
}

/** A cost of nothing is what banks write where they do not know it, after a delivery for instance. */
function costOf(row: Row, quantity: Exact, at: ToldAt): Figure<Money> {
  if (row.costPrice === null) return notTold(row, at, "noPrice");
  const price = exact(row.costPrice);
  if (!price.greaterThan(0)) return notTold(row, at, "invalid");
  const type = row.costPriceType ?? (row.quantityType === "unit" ? "amount" : "percentage");
  const cost = times(row, quantity, { price, type, currency: row.costCurrency });
  return "reason" in cost ? notTold(row, at, cost.reason) : knownAlike(cost, at.sources, at.marks);
}

/** Only in one currency: what a rate has done since it was bought, nobody has told. */
function gainOf(row: Row, clean: Figure<Money>, cost: Figure<Money>, at: ToldAt): Figure<Money> {
  if (clean.kind === "unavailable") return clean;
  if (cost.kind === "unavailable") return cost;
  const { amount, currency } = clean.value;
  if (cost.value.currency !== currency) return notTold(row, at, "noRate");
  return withValue(clean, { amount: amount.minus(cost.value.amount), currency });
}
