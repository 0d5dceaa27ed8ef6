import type { DataCluster } from "#lib/kernel/data-cluster.ts";
import { currency, day, decimal, oneOf, optional, type Sheet, sheet, text } from "./sheet.ts";

/**
 * What is kept of each kind of data, in the standards' own words (Berlin Group, ISO 20022). A
 * column may be added as optional: older chunks then say that they do not know. None changes its meaning.
 */
export const shapes = {
  /** Facts about the account and its holders, one a row: a joint account has several rows `holder`. */
  identity: sheet({
    fact: oneOf(["holder", "iban", "bban", "bic", "maskedPan", "currency", "name", "product", "accountType"]),
    value: text,
    /** A holder's share of a joint account, 0 to 1. */
    share: optional(decimal),
  }),
  balances: sheet({
    balanceType: text,
    amount: decimal,
    currency,
    referenceDate: optional(day),
  }),
  transactions: sheet({
    status: oneOf(["booked", "pending", "information"]),
    entryReference: optional(text),
    bookingDate: optional(day),
    valueDate: optional(day),
    amount: decimal,
    currency,
    counterparty: optional(text),
    counterpartyAccount: optional(text),
    remittance: optional(text),
    bankTransactionCode: optional(text),
    balanceAfter: optional(decimal),
    /** The bank's own identifier, the same at every reading. */
    transactionId: optional(text),
    /** What it was in the currency it was made in, where that is another. */
    originalAmount: optional(decimal),
    originalCurrency: optional(currency),
  }),
  positions: sheet({
    isin: optional(text),
    otherIdentification: optional(text),
    name: optional(text),
    instrumentType: optional(text),
    quantityType: oneOf(["unit", "faceAmount", "amortised"]),
    quantity: decimal,
    priceType: optional(oneOf(["amount", "percentage"])),
    price: optional(decimal),
    priceCurrency: optional(currency),
    priceDate: optional(day),
    marketValue: optional(decimal),
    accruedInterest: optional(decimal),
    currency: optional(currency),
    costPrice: optional(decimal),
    costCurrency: optional(currency),
    portfolio: optional(text),
    positionId: optional(text),
    positionDate: optional(day),
    /** Whether the day's end has confirmed it. */
    confirmation: optional(oneOf(["confirmed", "unconfirmed"])),
    /** ISO 10962. */
    cfiCode: optional(text),
    instrumentCurrency: optional(currency),
    accruedInterestCurrency: optional(currency),
    costPriceType: optional(oneOf(["amount", "percentage"])),
  }),
  investmentTransactions: sheet({
    transactionType: text,
    reference: optional(text),
    tradeDate: optional(day),
    bookingDate: optional(day),
    valueDate: optional(day),
    isin: optional(text),
    otherIdentification: optional(text),
    name: optional(text),
    quantityType: optional(oneOf(["unit", "faceAmount", "amortised"])),
    quantity: optional(decimal),
    priceType: optional(oneOf(["amount", "percentage"])),
    price: optional(decimal),
    priceCurrency: optional(currency),
    amount: optional(decimal),
    currency: optional(currency),
    fees: optional(decimal),
    taxes: optional(decimal),
    accruedInterest: optional(decimal),
    description: optional(text),
    reverses: optional(text),
    transactionId: optional(text),
    status: optional(oneOf(["booked", "pending"])),
    direction: optional(oneOf(["original", "reversal"])),
    exDate: optional(day),
    instrumentType: optional(text),
    cfiCode: optional(text),
    instrumentCurrency: optional(currency),
  }),
  liabilities: sheet({
    liabilityType: text,
    name: optional(text),
    outstanding: optional(decimal),
    creditLimit: optional(decimal),
    currency,
    interestRate: optional(decimal),
    maturityDate: optional(day),
    referenceDate: optional(day),
  }),
} as const satisfies Record<DataCluster, unknown>;

/** One record of a kind. */
export type RecordOf<Cluster extends DataCluster> =
  (typeof shapes)[Cluster] extends Sheet<infer Row> ? Row : never;

/**
 * What is reckoned from what a bank told, by day and currency, when it arrives: what was held at the end of the day, or
 * what moved on it. `null` is not known, or not what such a row says. Nothing at all, of which no currency is told, is
 * zero of ISO 4217's code for none.
 */
export const valuations = sheet({
  day,
  currency,
  /** From positions, balances and liabilities; what is owed is negative. */
  value: optional(decimal),
  /** From transactions of either kind: what came from elsewhere (plus) or went there (minus). */
  flow: optional(decimal),
  /** The part of the flow that was changed from another currency (plus) or into one (minus). */
  exchanged: optional(decimal),
  income: optional(decimal),
  /** Signed as they move money: what is paid has a minus. */
  fees: optional(decimal),
  taxes: optional(decimal),
  /** How many records should be in it and are not, because the bank did not tell enough of them. */
  unknown: optional(decimal),
});

export type ValuationRow = typeof valuations extends Sheet<infer Row> ? Row : never;
