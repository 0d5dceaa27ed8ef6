import { z } from "zod";

import { amount, day, optional, optionalText } from "#lib/aspsp/answer-fields.ts";
import type { AspspBalance, AspspPosition } from "#lib/aspsp/records.ts";
import { toShownText } from "#lib/aspsp/shown-text.ts";
import { currencySchema } from "#lib/kernel/money.ts";
import { accountNamed, idSchema } from "./account.ts";
import { instrumentSchema, isCash, toInstrument } from "./instrument.ts";
import { priceSchema, quantitySchema, toPriced } from "./measures.ts";

const portfolioNamed = z.object({
  portfolioInformation: optional(z.object({ identification: optionalText })),
});

/** ValuatedPosition. A worth in another currency than the position's own is refused: nobody could tell which is right. */
export const positionSchema = z
  .object({
    id: idSchema,
    financialInstrument: instrumentSchema,
    account: accountNamed.extend(portfolioNamed.shape),
    name: optionalText,
    currency: optional(currencySchema),
    endOfDayIndicator: z.boolean(),
    positionDate: day,
    quantity: quantitySchema,
    valuation: z.object({ valueInPositionCurrency: amount }),
    price: optional(priceSchema.and(z.object({ priceDate: optional(day) }))),
    costPrice: optional(priceSchema),
    accruedInterest: optional(amount),
  })
  .refine(
    ({ currency, valuation }) => currency === null || valuation.valueInPositionCurrency.currency === currency,
    {
      path: ["valuation", "valueInPositionCurrency", "currency"],
    },
  );
export type PositionAnswer = z.output<typeof positionSchema>;

export const isMoney = ({ financialInstrument }: PositionAnswer): boolean => isCash(financialInstrument);

/** What an account of money holds. Before the day's end has confirmed it, it is a figure of the day. */
export const toBalance = (answer: PositionAnswer): AspspBalance => ({
  balanceType: answer.endOfDayIndicator ? "closingBooked" : "interimBooked",
  amount: answer.quantity.quantity,
  currency: answer.valuation.valueInPositionCurrency.currency,
  referenceDate: answer.positionDate,
});

export function toPosition(answer: PositionAnswer): AspspPosition {
  const { financialInstrument, valuation, price, costPrice, accruedInterest, account } = answer;
  const { amount: marketValue, currency } = valuation.valueInPositionCurrency;
  const usual = financialInstrument.currencyOfDenomination ?? currency;
  const cost = toPriced(costPrice, usual);
  const portfolio = account.portfolioInformation?.identification ?? null;
  return {
    id: answer.id,
    ...toInstrument(financialInstrument, answer.name),
    positionDate: answer.positionDate,
    isConfirmed: answer.endOfDayIndicator,
    ...answer.quantity,
    ...toPriced(price, usual),
    priceDate: price?.priceDate ?? null,
    marketValue,
    currency,
    accruedInterest: accruedInterest?.amount ?? null,
    accruedInterestCurrency: accruedInterest?.currency ?? null,
    costPriceType: cost.priceType,
    costPrice: cost.price,
    costCurrency: cost.priceCurrency,
    portfolio: portfolio === null ? null : toShownText(portfolio, 128),
  };
}
