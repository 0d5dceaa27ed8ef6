import { z } from "zod";
import { Exact } from "./decimal.ts";

export type Currency = string;

/** A decimal string as amounts travel: no exponent, no sign on zero, no superfluous leading zeros. */
export const decimalSchema = z.string().regex(/^-?(0|[1-9]\d{0,29})(\.\d{1,30})?$/);

/** ISO 4217 alphabetic code. */
export const currencySchema = z.string().regex(/^[A-Z]{3}$/);

/** An amount in one currency. Amounts of different currencies cannot be added: that needs a rate. */
export interface Money {
  readonly amount: Exact;
  readonly currency: Currency;
}

export interface MoneyView {
  readonly amount: string;
  readonly currency: Currency;
}

export function money(amount: string, currency: string): Money {
  return { amount: new Exact(decimalSchema.parse(amount)), currency: currencySchema.parse(currency) };
}

export function addMoney(a: Money, b: Money): Money {
  if (a.currency !== b.currency)
    throw new RangeError(`cannot add ${b.currency} to ${a.currency} without a rate`);
  return { amount: a.amount.plus(b.amount), currency: a.currency };
}

export function negateMoney(a: Money): Money {
  return { amount: a.amount.isZero() ? a.amount : a.amount.negated(), currency: a.currency };
}

export const toMoneyView = (value: Money): MoneyView => ({
  amount: value.amount.toFixed(),
  currency: value.currency,
});
