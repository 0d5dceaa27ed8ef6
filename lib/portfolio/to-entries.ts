import type { Chunk } from "#lib/records/chunk.ts";
import type { RecordOf } from "#lib/records/shapes.ts";
import { investmentKind, paymentKind } from "#lib/valuation/entry-kind.ts";
import type { EntryView } from "./wealth-view.ts";

/** The transactions of a chunk, each with its place in it as its key. Chunks of other kinds of data have none. */
export function toEntries(chunk: Chunk): readonly EntryView[] {
  if (chunk.cluster === "transactions")
    return chunk.records.map((row, at) => toPayment(row, { ...chunk, at }));
  if (chunk.cluster === "investmentTransactions")
    return chunk.records.map((row, at) => toInvestment(row, { ...chunk, at }));
  return [];
}

interface Place extends Pick<Chunk, "chunkId" | "accountId"> {
  readonly at: number;
}

const keyOf = ({ chunkId, at }: Place): string => `${chunkId}.${at}`;

function toPayment(row: RecordOf<"transactions">, place: Place): EntryView {
  const title = row.counterparty ?? row.remittance;
  return {
    key: keyOf(place),
    accountId: place.accountId,
    day: row.bookingDate ?? row.valueDate,
    kind: paymentKind(row),
    isPending: row.status === "pending",
    isReversal: false,
    title,
    text: row.counterparty === null ? null : row.remittance,
    quantity: null,
    amount: { amount: row.amount, currency: row.currency },
    bankWord: row.bankTransactionCode,
  };
}

function toInvestment(row: RecordOf<"investmentTransactions">, place: Place): EntryView {
  const { amount, currency } = row;
  const title = row.name ?? row.isin ?? row.otherIdentification ?? row.description;
  return {
    key: keyOf(place),
    accountId: place.accountId,
    day: row.bookingDate ?? row.tradeDate ?? row.valueDate,
    kind: investmentKind(row),
    isPending: row.status === "pending",
    isReversal: row.direction === "reversal" || row.reverses !== null,
    title,
    text: row.description === title ? null : row.description,
    quantity: row.quantity,
    amount: amount !== null && currency !== null ? { amount, currency } : null,
    bankWord: row.transactionType,
  };
}
