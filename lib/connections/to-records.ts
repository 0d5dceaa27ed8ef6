import { negated } from "#lib/aspsp/decimal-text.ts";
import type {
  AspspAccount,
  AspspBalance,
  AspspInvestmentTransaction,
  AspspPosition,
  AspspTransaction,
} from "#lib/aspsp/records.ts";
import { severalCurrencies } from "#lib/aspsp/records.ts";
import type { RecordOf } from "#lib/records/shapes.ts";

/*
 * What the port tells, in the words in which records are kept. Amounts stay the bank's own digits, and what it did not
 * tell is `null`: nothing here is counted or guessed.
 */

/** An empty text says as little as none. */
const text = (told: string | null): string | null => (told === null || told === "" ? null : told);

export const toBalance = (one: AspspBalance): RecordOf<"balances"> => ({
  balanceType: one.balanceType,
  amount: one.amount,
  currency: one.currency,
  referenceDate: one.referenceDate,
});

export const toTransaction = (one: AspspTransaction): RecordOf<"transactions"> => ({
  status: one.status,
  entryReference: text(one.entryReference),
  bookingDate: one.bookingDate,
  valueDate: one.valueDate,
  amount: one.amount,
  currency: one.currency,
  counterparty: text(one.counterparty),
  counterpartyAccount: text(one.counterpartyAccount),
  remittance: text(one.remittance),
  bankTransactionCode: text(one.bankTransactionCode),
  balanceAfter: one.balanceAfter,
  transactionId: text(one.id),
  originalAmount: one.original?.amount ?? null,
  originalCurrency: one.original?.currency ?? null,
});

export const toPosition = (one: AspspPosition): RecordOf<"positions"> => ({
  isin: one.isin,
  otherIdentification: text(one.otherIdentification),
  name: text(one.name),
  instrumentType: text(one.instrumentType),
  quantityType: one.quantityType,
  quantity: one.quantity,
  priceType: one.priceType,
  price: one.price,
  priceCurrency: one.priceCurrency,
  priceDate: one.priceDate,
  marketValue: one.marketValue,
  accruedInterest: one.accruedInterest,
  currency: one.currency,
  costPrice: one.costPrice,
  costCurrency: one.costCurrency,
  portfolio: text(one.portfolio),
  positionId: text(one.id),
  positionDate: one.positionDate,
  confirmation: one.isConfirmed === null ? null : one.isConfirmed ? "confirmed" : "unconfirmed",
  cfiCode: text(one.cfiCode),
  instrumentCurrency: one.instrumentCurrency,
  accruedInterestCurrency: one.accruedInterestCurrency,
  costPriceType: one.costPriceType,
});

export const toInvestmentTransaction = (
  one: AspspInvestmentTransaction,
): RecordOf<"investmentTransactions"> => ({
  transactionType: one.transactionType,
  reference: text(one.reference),
  tradeDate: one.tradeDate,
  bookingDate: one.bookingDate,
  valueDate: one.valueDate,
  isin: one.isin,
  otherIdentification: text(one.otherIdentification),
  name: text(one.name),
  quantityType: one.quantityType,
  quantity: one.quantity,
  priceType: one.priceType,
  price: one.price,
  priceCurrency: one.priceCurrency,
  amount: one.amount,
  currency: one.currency,
  fees: one.fees,
  taxes: one.taxes,
  accruedInterest: one.accruedInterest,
  description: text(one.description),
  reverses: text(one.reverses),
  transactionId: one.id,
  status: one.status,
  direction: one.isReversal ? "reversal" : "original",
  exDate: one.exDate,
  instrumentType: text(one.instrumentType),
  cfiCode: text(one.cfiCode),
  instrumentCurrency: one.instrumentCurrency,
});

/** What a debt is told by, from what is booked to what is only expected. */
const debtBalances = ["closingBooked", "interimBooked", "openingBooked", "expected"];

/**
 * A card's or a loan's own balance is what is owed, with the other sign. Which balance that is depends on the bank;
 * where it names none of those that say so, how much is owed is not known.
 */
export function toLiabilities(
  { kind, name, product, currency }: AspspAccount,
  balances: readonly AspspBalance[],
): readonly RecordOf<"liabilities">[] {
  const known = debtBalances.flatMap((type) => balances.filter((one) => one.balanceType === type));
  const owed =
    known.length > 0 ? known.filter(({ balanceType }) => balanceType === known[0]?.balanceType) : [];
  const about = {
    liabilityType: kind,
    name: text(name) ?? text(product),
    creditLimit: null,
    interestRate: null,
    maturityDate: null,
  };
  if (owed.length === 0) {
    return currency === severalCurrencies
      ? []
      : [{ ...about, outstanding: null, currency, referenceDate: null }];
  }
  return owed.map((one) => ({
    ...about,
    outstanding: negated(one.amount),
    currency: one.currency,
    referenceDate: one.referenceDate,
  }));
}
