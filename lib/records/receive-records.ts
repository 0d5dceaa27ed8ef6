import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { Chunk, ChunkOf, RecordsQuery } from "./chunk.ts";
import { openChunks } from "./open-records.ts";
import type { RecordKeys } from "./record-keys.ts";
import { readChunks } from "./repository.ts";

/** What is to be read, where there is anything, and what else was found out about it in the same transaction. */
export interface NotedQuery<Beside, Query extends RecordsQuery = RecordsQuery> {
  readonly query: Query | null;
  /** Of the same investor beside it, such as what accounts are called, whose days are others. */
  readonly also?: RecordsQuery | null;
  readonly beside: Beside;
}

/**
 * Reads for a recipient in the transaction in which `note` writes down what it will be shown; without such a note the
 * database shows it nothing. What was read is opened after the commit, so nothing is opened that was not noted for good.
 */
export async function receiveRecords<Beside, Query extends RecordsQuery>(
  ctx: Context,
  keys: RecordKeys,
  note: (tx: Transaction) => Promise<NotedQuery<Beside, Query>>,
): Promise<{
  readonly chunks: readonly ChunkOf<Query>[];
  readonly also: readonly Chunk[];
  readonly beside: Beside;
}> {
  requirePermission(ctx, "records.receive");
  const { query, sealed, also, sealedAlso, beside } = await inTransaction(ctx, async (tx) => {
    const noted = await note(tx);
    return {
      ...noted,
      sealed: noted.query ? await readChunks(tx, noted.query) : [],
      sealedAlso: noted.also ? await readChunks(tx, noted.also) : [],
    };
  });
  return {
    chunks: query ? await openChunks(ctx, keys, query, sealed) : [],
    also: also ? await openChunks(ctx, keys, also, sealedAlso) : [],
    beside,
  };
}
