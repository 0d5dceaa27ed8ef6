import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { TenantId } from "#lib/kernel/id.ts";
import { slices } from "#lib/kernel/slices.ts";
import { EnvelopeError } from "#lib/keys/envelope-error.ts";
import type { Chunk, ChunkOf, RecordsQuery, ValuationChunk } from "./chunk.ts";
import type { ChunkKey } from "./chunk-key.ts";
import { leaveOutOf } from "./leave-out.ts";
import type { RecordKeys } from "./record-keys.ts";
import { RecordsError } from "./records-error.ts";
import { refusingOpening } from "./refusing.ts";
import { readChunks, type SeenChunk } from "./repository.ts";
import { shapes, valuations } from "./shapes.ts";

/**
 * Opens an investor's own, or what a job works on. No chunk of an account, kind and period means that nothing is known
 * of it; a chunk without records means that the bank said there are none. Recipients are refused: what they are shown is
 * noted, so they read by `receiveRecords`.
 */
export async function openRecords<Query extends RecordsQuery>(
  ctx: Context,
  keys: RecordKeys,
  query: Query,
): Promise<readonly ChunkOf<Query>[]> {
  requirePermission(ctx, "records.read");
  const sealed = await inTransaction(ctx, (tx) => readChunks(tx, query));
  return openChunks(ctx, keys, query, sealed);
}

/** Outside of any transaction: the key may have to be asked for at the KMS. */
export async function openChunks<Query extends RecordsQuery>(
  ctx: Context,
  keys: RecordKeys,
  { investorId }: Query,
  sealed: readonly SeenChunk[],
): Promise<readonly ChunkOf<Query>[]> {
  if (sealed.length === 0) return [];
  const tenantId = tenantOf(ctx);
  using key = await refusingOpening({ investorId }, () => keys.investorKey(tenantId, investorId));
  const pause = slices();
  const opened: ChunkOf<Query>[] = [];
  for (const chunk of sealed) {
    await pause();
    opened.push(openChunk(key, chunk) as ChunkOf<Query>);
  }
  return opened;
}

/** All of one investor's chunks have one key, so an envelope that does not open is not what was stored. */
export function openChunk(
  key: ChunkKey,
  { envelope, leavesOut, derived, ...about }: SeenChunk,
): Chunk | ValuationChunk {
  try {
    const plaintext = key.open({ ...about, derived }, envelope);
    try {
      if (derived) return { ...about, derived, records: valuations.decode(plaintext) };
      const records = shapes[about.cluster].decode(plaintext);
      return { ...about, records: leaveOutOf<unknown>(about.cluster, records, leavesOut) } as Chunk;
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
