import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { TenantId } from "#lib/kernel/id.ts";
import { EnvelopeError } from "#lib/keys/envelope-error.ts";
import type { Chunk, RecordsQuery } from "./chunk.ts";
import type { ChunkKey } from "./chunk-key.ts";
import type { RecordKeys } from "./record-keys.ts";
import { RecordsError } from "./records-error.ts";
import { refusingOpening } from "./refusing.ts";
import { readChunks, type SealedChunk } from "./repository.ts";
import { shapes } from "./shapes.ts";
import { slices } from "./slices.ts";

/**
 * Opens what the database lets the actor see of one investor. No chunk of an account, kind and period means that
 * nothing is known of it; a chunk without records means that the bank said there are none.
 */
export async function openRecords(
  ctx: Context,
  keys: RecordKeys,
  query: RecordsQuery,
): Promise<readonly Chunk[]> {
  requirePermission(ctx, "records.read");
  const tenantId = tenantOf(ctx);
  const sealed = await inTransaction(ctx, (tx) => readChunks(tx, query));
  if (sealed.length === 0) return [];

  const { investorId } = query;
  using key = await refusingOpening({ investorId }, () => keys.investorKey(tenantId, investorId));
  const pause = slices();
  const opened: Chunk[] = [];
  for (const chunk of sealed) {
    await pause();
    opened.push(openChunk(key, chunk));
  }
  return opened;
}

/** All of one investor's chunks have one key, so an envelope that does not open is not what was stored. */
function openChunk(key: ChunkKey, { envelope, ...about }: SealedChunk): Chunk {
  try {
    const plaintext = key.open(about, envelope);
    try {
      return { ...about, records: shapes[about.cluster].decode(plaintext) } as Chunk;
    } finally {
      plaintext.fill(0);
    }
  } catch (cause) {
    if (!(cause instanceof EnvelopeError || cause instanceof RecordsError)) throw cause;
    throw new AppError("records.unopenable", { chunkId: about.chunkId, reason: cause.code }, { cause });
  }
}

export function tenantOf({ actor }: Context): TenantId {
  if (!("tenantId" in actor)) throw new AppError("auth.unauthenticated");
  return actor.tenantId;
}
