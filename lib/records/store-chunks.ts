import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import type { Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { newId } from "#lib/kernel/id.ts";
import type { NewChunk } from "./chunk.ts";
import type { ChunkKey } from "./chunk-key.ts";
import type { ChunkContext } from "./context.ts";
import { refusingStoring } from "./refusing.ts";
import {
  insertChunks,
  lockPlaces,
  type Place,
  placeOf,
  replaceChunk,
  type SealedChunk,
} from "./repository.ts";
import { type RecordOf, shapes } from "./shapes.ts";
import type { Sheet } from "./sheet.ts";
import { slices } from "./slices.ts";

/**
 * Seals what a bank told and stores it in the caller's transaction, which has re-checked the consent. A chunk takes
 * the place of the one before it; of an investor who was erased meanwhile nothing is stored.
 */
export async function storeChunks(
  tx: Transaction,
  ctx: Context,
  key: ChunkKey,
  chunks: readonly NewChunk[],
): Promise<void> {
  requirePermission(ctx, "records.store");
  const { tenantId, investorId, region } = key.context;
  if (investorId === null) throw new AppError("auth.forbidden");
  const home = { tenantId, region };

  await refusingStoring({ investorId }, async () => {
    const places = await lockPlaces(tx, investorId, chunks);
    const pause = slices();
    const fresh: SealedChunk[] = [];
    for (const chunk of chunks) {
      await pause();
      const sealed = sealChunk(key, chunk, places.get(placeOf(chunk)));
      if (sealed.version === 1) fresh.push(sealed);
      else await replaceChunk(tx, home, sealed);
    }
    await insertChunks(tx, home, investorId, fresh);
  });
}

function sealChunk(key: ChunkKey, chunk: NewChunk, place: Place | undefined): SealedChunk {
  const { connectionId, accountId, cluster, from, to, asOf, records } = chunk;
  const chunkId = place?.chunkId ?? newId("rch");
  const version = (place?.version ?? 0) + 1;
  const context: ChunkContext = { chunkId, connectionId, accountId, cluster, from, to, asOf, version };
  const plaintext = (shapes[cluster] as Sheet<RecordOf<typeof cluster>>).encode(records);
  try {
    return { ...context, envelope: key.seal(context, plaintext) };
  } finally {
    plaintext.fill(0);
  }
}
