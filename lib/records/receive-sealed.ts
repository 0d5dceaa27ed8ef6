import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { Chunk } from "./chunk.ts";
import { openChunks } from "./open-records.ts";
import type { NotedQuery } from "./receive-records.ts";
import type { RecordKeys } from "./record-keys.ts";
import { readChunks } from "./repository.ts";

/** A chunk as it lies in the database, and the way to what is in it. */
export interface SealedChunk {
  readonly from: string;
  open(): Promise<Chunk>;
}

/**
 * The same as `receiveRecords` for what is too much to be opened at once: everything is noted and read in one
 * transaction, and each chunk is opened when somebody asks for it. Until then it is ciphertext.
 */
export async function receiveSealed<Beside>(
  ctx: Context,
  keys: RecordKeys,
  note: (tx: Transaction) => Promise<NotedQuery<Beside>>,
): Promise<{
  readonly sealed: readonly SealedChunk[];
  readonly also: readonly Chunk[];
  readonly beside: Beside;
}> {
  requirePermission(ctx, "records.receive");
  const { query, chunks, also, alsoChunks, beside } = await inTransaction(ctx, async (tx) => {
    const noted = await note(tx);
    return {
      ...noted,
      chunks: noted.query ? await readChunks(tx, noted.query) : [],
      alsoChunks: noted.also ? await readChunks(tx, noted.also) : [],
    };
  });
  const sealed = chunks.map(
    (chunk): SealedChunk => ({
      from: chunk.from,
      open: async () => {
        const [opened] = query ? await openChunks(ctx, keys, query, [chunk]) : [];
        return opened as Chunk;
      },
    }),
  );
  return { sealed, also: also ? await openChunks(ctx, keys, also, alsoChunks) : [], beside };
}
