import { negated } from "#lib/aspsp/decimal-text.ts";
import type { AspspTransaction, CurrencyCode, DecimalText } from "#lib/aspsp/records.ts";
import { addMoney, money } from "#lib/kernel/money.ts";

/** A statement that cannot be read whole. The message is the name of the field at fault and never what stood there. */
export class StatementError extends Error {
  constructor(field: string) {
    super(field);
    this.name = "StatementError";
  }
}

export interface StatementBalance {
  readonly amount: DecimalText;
  readonly currency: CurrencyCode;
}

/** One account over one period, as its bank states it. */
export interface Statement {
  readonly iban: string | null;
  readonly currency: CurrencyCode | null;
  /** What was booked before its first entry and after its last; `null` where the statement does not say. */
  readonly opening: StatementBalance | null;
  readonly closing: StatementBalance | null;
  readonly entries: readonly AspspTransaction[];
}

/** The entries, if opening and entries make closing: a statement that lost an entry on the way does not. */
export function checkedEntries({ opening, closing, entries }: Statement): readonly AspspTransaction[] {
  if (!opening || !closing) return entries;
  if (opening.currency !== closing.currency) throw new StatementError("balance");
  const booked = entries.filter(({ status }) => status === "booked");
  if (booked.some(({ currency }) => currency !== opening.currency)) throw new StatementError("currency");
  const sum = booked.reduce(
    (total, { amount, currency }) => addMoney(total, money(amount, currency)),
    money(opening.amount, opening.currency),
  );
  if (!sum.amount.equals(money(closing.amount, closing.currency).amount)) throw new StatementError("balance");
  return entries;
}

/** An amount beside its mark of debit or credit. */
export const signed = (amount: DecimalText, isDebit: boolean): DecimalText =>
  isDebit ? negated(amount) : amount;
