import type { CurrencyCode, DecimalText } from "#lib/aspsp/records.ts";
import { addMoney, money, toMoneyView } from "#lib/kernel/money.ts";
import { isCash } from "./instrument.ts";
import type { MovementAnswer, TransactionAnswer } from "./transaction.ts";

/** A sum of money on one account. */
export interface Posted {
  readonly accountId: string;
  readonly amount: DecimalText;
  readonly currency: CurrencyCode;
}

interface Sum {
  readonly amount: DecimalText;
  readonly currency: CurrencyCode;
}

/** All of it together; `null` of nothing, and where currencies differ: they are added with no rate. */
export function sumOf([first, ...others]: readonly Sum[]): Sum | null {
  if (!first || others.some(({ currency }) => currency !== first.currency)) return null;
  if (others.length === 0) return { amount: first.amount, currency: first.currency };
  const total = others.reduce(
    (sum, { amount, currency }) => addMoney(sum, money(amount, currency)),
    money(first.amount, first.currency),
  );
  return toMoneyView(total);
}

export const isMoneyMoved = ({ financialInstrument }: MovementAnswer): boolean => isCash(financialInstrument);

export const moneyOf = ({
  account,
  quantity,
  positionCurrency,
  financialInstrument,
}: MovementAnswer): Posted => ({
  accountId: account.id,
  amount: quantity.quantity,
  currency: positionCurrency ?? financialInstrument.currencyOfDenomination ?? account.referenceCurrency,
});

/** What was posted, by account; a bank that tells no totals tells the movements that make them. */
export const postedBy = ({ postingAmountList, movementList }: TransactionAnswer): readonly Posted[] =>
  postingAmountList.length > 0
    ? postingAmountList.map(({ account, amount, currency }) => ({ accountId: account.id, amount, currency }))
    : movementList.filter(isMoneyMoved).map(moneyOf);
