import { z } from "zod";

import { decimal, optional } from "#lib/aspsp/answer-fields.ts";
import type { CurrencyCode, DecimalText, PriceType, QuantityType } from "#lib/aspsp/records.ts";
import { currencySchema } from "#lib/kernel/money.ts";

const quantityTypes = {
  unit: "unit",
  faceAmount: "faceAmount",
  amortisedValue: "amortised",
  digitalTokenUnit: "unit",
} as const satisfies Record<string, QuantityType>;

const priceTypes = { actual: "amount", percentage: "percentage" } as const satisfies Record<
  string,
  PriceType
>;

const keysOf = <Names extends object>(names: Names) =>
  Object.keys(names) as [keyof Names & string, ...(keyof Names & string)[]];

/** Quantity. One of a type that the standard does not know could be a hundred times as much as it looks. */
export const quantitySchema = z
  .object({ type: z.enum(keysOf(quantityTypes)), value: decimal })
  .transform(({ type, value }) => ({ quantityType: quantityTypes[type], quantity: value }));

/** Price, for which the same holds. */
export const priceSchema = z
  .object({ type: z.enum(keysOf(priceTypes)), value: decimal, currency: optional(currencySchema) })
  .transform(({ type, ...rest }) => ({ priceType: priceTypes[type], ...rest }));

interface Priced {
  readonly priceType: PriceType | null;
  readonly price: DecimalText | null;
  readonly priceCurrency: CurrencyCode | null;
}

/** A percentage is of no currency; an amount without one is in the instrument's. */
export function toPriced(
  price: z.output<typeof priceSchema> | null,
  usualCurrency: CurrencyCode | null,
): Priced {
  if (price === null) return { priceType: null, price: null, priceCurrency: null };
  const { priceType, value, currency } = price;
  const priceCurrency = priceType === "percentage" ? null : (currency ?? usualCurrency);
  return { priceType, price: value, priceCurrency };
}
