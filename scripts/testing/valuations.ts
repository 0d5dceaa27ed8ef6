import type { CurrencyCode, Day } from "#lib/aspsp/records.ts";
import { newId } from "#lib/kernel/id.ts";
import type { ValuationChunk } from "#lib/records/chunk.ts";
import type { RecordOf, ValuationRow } from "#lib/records/shapes.ts";

export const payment = (
  bookingDate: Day | null,
  amount: string,
  more: Partial<RecordOf<"transactions">> = {},
): RecordOf<"transactions"> => ({
  ...{ status: "booked", entryReference: null, bookingDate, valueDate: null, amount, currency: "EUR" },
  ...{ counterparty: null, counterpartyAccount: null, remittance: null, bankTransactionCode: null },
  ...{ balanceAfter: null, transactionId: null, originalAmount: null, originalCurrency: null },
  ...more,
});

export const investment = (
  transactionType: string,
  more: Partial<RecordOf<"investmentTransactions">> = {},
): RecordOf<"investmentTransactions"> => ({
  ...{ transactionType, reference: null, tradeDate: null, bookingDate: "2026-03-10", valueDate: null },
  ...{ isin: null, otherIdentification: null, name: null, quantityType: null, quantity: null },
  ...{ priceType: null, price: null, priceCurrency: null, amount: null, currency: null, fees: null },
  ...{ taxes: null, accruedInterest: null, description: null, reverses: null, transactionId: null },
  ...{ status: "booked", direction: "original", exDate: null, instrumentType: null, cfiCode: null },
  ...{ instrumentCurrency: null, ...more },
});

export const position = (more: Partial<RecordOf<"positions">> = {}): RecordOf<"positions"> => ({
  ...{ isin: null, otherIdentification: null, name: null, instrumentType: null, quantityType: "unit" },
  ...{ quantity: "1", priceType: null, price: null, priceCurrency: null, priceDate: null },
  ...{ marketValue: null, accruedInterest: null, currency: "EUR", costPrice: null, costCurrency: null },
  ...{ portfolio: null, positionId: null, positionDate: null, confirmation: null, cfiCode: null },
  ...{ instrumentCurrency: null, accruedInterestCurrency: null, costPriceType: null, ...more },
});

const nothing = {
  ...{ value: null, flow: null, exchanged: null, income: null, fees: null, taxes: null },
  unknown: null,
};

export const valueOn = (day: Day, value: string | null, currency: CurrencyCode = "EUR"): ValuationRow => ({
  ...{ ...nothing, day, currency, value, unknown: value === null ? "1" : null },
});

export const flowOn = (day: Day, flow: string | null, more: Partial<ValuationRow> = {}): ValuationRow => ({
  ...{ ...nothing, day, currency: "EUR", flow, income: "0", fees: "0", taxes: "0" },
  ...{ unknown: flow === null ? "1" : null, ...more },
});

/** What was reckoned of the days from one to before another, when the bank was read on the given day. */
export const reckoned = (
  cluster: ValuationChunk["cluster"],
  records: readonly ValuationRow[],
  { from = "2026-03-01", to = "2026-04-01", readOn = "2026-04-02" } = {},
): ValuationChunk => ({
  ...{ chunkId: newId("rch"), connectionId: newId("cnx"), accountId: newId("acc"), version: 1 },
  ...{ derived: true, cluster, from, to, asOf: new Date(`${readOn}T04:00:00Z`), records },
});
