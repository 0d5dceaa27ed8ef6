import type { KeptData } from "#lib/consent/what-is-kept.ts";
import type { Chunk, NewChunk } from "#lib/records/chunk.ts";
import { leaveOut } from "#lib/records/leave-out.ts";
import { investmentTransactions, transactions } from "./read-product.ts";

/** What may be kept of one kind of data of one account. */
export interface Keeping extends KeptData {
  /** Whether the holders of an account may be named. Without, it is told by its number and its own name. */
  readonly namesHolders: boolean;
}

/** A chunk as far as it may be kept: itself where that is all of it, `null` where it is nothing. */
export function minimise(chunk: Chunk, keeping: Keeping): NewChunk | null {
  const { from, leavesOut, namesHolders } = keeping;
  switch (chunk.cluster) {
    case "identity": {
      const records = chunk.records.filter(({ fact }) => namesHolders || fact !== "holder");
      return records.length === chunk.records.length ? chunk : { ...chunk, records };
    }
    case "transactions": {
      const since = sinceOf(chunk, from, transactions.dayOf);
      if (!since) return null;
      const records = since.records.map((one) => leaveOut(one, leavesOut));
      return records.every((one, at) => one === since.records[at]) ? since : { ...since, records };
    }
    case "investmentTransactions":
      return sinceOf(chunk, from, investmentTransactions.dayOf);
    default:
      return chunk;
  }
}

/** Whether it is known without looking that all may be kept. */
export const isAll = ({ from, leavesOut, namesHolders }: Keeping): boolean =>
  from === null && leavesOut.length === 0 && namesHolders;

interface Dated<Row> {
  readonly from: string;
  readonly to: string;
  readonly records: readonly Row[];
}

/** What bears no day, because it is pending, was pending when the period was read: it stays with the later part. */
function sinceOf<Row, Period extends Dated<Row>>(
  chunk: Period & Dated<Row>,
  from: string | null,
  dayOf: (row: Row) => string | null,
): Period | null {
  if (from === null || from <= chunk.from) return chunk;
  if (chunk.to <= from) return null;
  return { ...chunk, from, records: chunk.records.filter((row) => (dayOf(row) ?? from) >= from) };
}
