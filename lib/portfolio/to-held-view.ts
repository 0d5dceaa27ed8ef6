import { Exact } from "#lib/kernel/decimal.ts";
import type { Money } from "#lib/kernel/money.ts";
import type { RecordOf } from "#lib/records/shapes.ts";
import type { Figure } from "./figure.ts";
import { amountView, toFigureView } from "./figure-view.ts";
import type { Held } from "./held.ts";
import type { HeldView } from "./wealth-view.ts";

/** A position with the bank's own digits beside what was reckoned from them. */
export function toHeldView(held: Held, value: Figure<Money>): HeldView {
  const { account, row, place, figures } = held;
  const { marketValue, currency, accruedInterest } = row;
  const accruedCurrency = row.accruedInterestCurrency ?? currency;
  return {
    accountId: account.accountId,
    place,
    quantity: row.quantity,
    isNominal: row.quantityType !== "unit",
    price: toPrice(row),
    priceDay: row.priceDate,
    marketValue: marketValue !== null && currency !== null ? { amount: marketValue, currency } : null,
    accruedInterest:
      accruedInterest !== null && accruedCurrency !== null
        ? { amount: accruedInterest, currency: accruedCurrency }
        : null,
    cost: toFigureView(figures.cost),
    gain: toFigureView(figures.gain),
    difference: differenceOf(held),
    value: toFigureView(value),
  };
}

/** A price without its currency is no price that anybody could read. */
function toPrice({ price, priceType, priceCurrency }: RecordOf<"positions">): HeldView["price"] {
  if (price === null || priceType === null) return null;
  if (priceType === "percentage") return { kind: "percent", of: price };
  return priceCurrency === null
    ? null
    : { kind: "amount", amount: { amount: price, currency: priceCurrency } };
}

const tolerated = new Exact("0.01");

/** Less than a hundredth is rounding, or a price of another minute. */
function differenceOf({ figures: { compared }, row: { currency } }: Held): HeldView["difference"] {
  if (compared === null || currency === null) return null;
  const { told, reckoned } = compared;
  const amount = told.minus(reckoned);
  // Three powers of ten below is less than a hundredth, without reckoning.
  if (amount.isZero() || amount.e + 3 <= reckoned.e) return null;
  if (amount.abs().lessThanOrEqualTo(reckoned.abs().times(tolerated))) return null;
  return amountView({ amount, currency });
}
