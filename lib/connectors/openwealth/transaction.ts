import { z } from "zod";

import { amount, day, optional, optionalText, text } from "#lib/aspsp/answer-fields.ts";
import { currencySchema } from "#lib/kernel/money.ts";
import { accountNamed, idSchema } from "./account.ts";
import { instrumentSchema } from "./instrument.ts";
import { priceSchema, quantitySchema } from "./measures.ts";

const movementSchema = z.object({
  type: text.min(1).max(100),
  movementDate: day,
  financialInstrument: instrumentSchema,
  account: accountNamed,
  quantity: quantitySchema,
  positionCurrency: optional(currencySchema),
  valueDate: optional(day),
  price: optional(priceSchema),
});
export type MovementAnswer = z.output<typeof movementSchema>;

/** The standard: the total in the account's currency. */
const postingSchema = amount
  .extend({ account: accountNamed })
  .refine(({ currency, account }) => currency === account.referenceCurrency, { path: ["currency"] });

const listOf = <Item extends z.ZodType>(item: Item) =>
  optional(z.array(item).max(1_000)).transform((items) => items ?? []);

/** Transaction: what moved on one customer's accounts, of money and of instruments, by one cause. */
export const transactionSchema = z.object({
  id: idSchema,
  type: text.min(1).max(100),
  transactionDate: day,
  customerId: idSchema,
  reversalIndicator: z.boolean(),
  endOfDayIndicator: z.boolean(),
  reference: optionalText,
  description: optionalText,
  reversedTransactionId: optionalText,
  tradeDate: optional(day),
  settlementDate: optional(day),
  exDate: optional(day),
  triggeringFinancialInstrument: optional(instrumentSchema),
  triggeringPrice: optional(priceSchema),
  movementList: listOf(movementSchema),
  postingAmountList: listOf(postingSchema),
  additionalDetails: optionalText,
});
export type TransactionAnswer = z.output<typeof transactionSchema>;
