import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import type { Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { newId } from "#lib/kernel/id.ts";
import { slices } from "#lib/kernel/slices.ts";
import type { NewChunk, NewValuations } from "./chunk.ts";
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
import { type RecordOf, shapes, valuations } from "./shapes.ts";
import type { Sheet } from "./sheet.ts";

/** How many are written in one statement: to put more together holds the process up. */
const mostAtOnce = 32;

/**
 * Seals what a bank told and stores it in the caller's transaction, which has re-checked the consent. A chunk takes
 * the place of the one before it; of an investor who was erased meanwhile nothing is stored.
 */
export async function storeChunks(
  tx: Transaction,
  ctx: Context,
  key: ChunkKey,
  chunks: readonly (NewChunk | NewValuations)[],
): Promise<void> {
  requirePermission(ctx, "records.store");
  const { tenantId, investorId, region } = key.context;
  if (investorId === null) throw new AppError("auth.forbidden");
  const home = { tenantId, region };

  await refusingStoring({ investorId }, async () => {
    const wanted = chunks.map((chunk) => ({ ...chunk, derived: isDerived(chunk) }));
    const places = await lockPlaces(tx, investorId, wanted);
    const pause = slices();
    const fresh: SealedChunk[] = [];
    for (const chunk of chunks) {
      await pause();
      const sealed = sealChunk(key, chunk, places.get(placeOf({ ...chunk, derived: isDerived(chunk) })));
      if (sealed.version === 1) fresh.push(sealed);
      else await replaceChunk(tx, home, sealed);
      if (fresh.length === mostAtOnce) await insertChunks(tx, home, investorId, fresh.splice(0));
    }
    await insertChunks(tx, home, investorId, fresh);
  });
}

const isDerived = (chunk: NewChunk | NewValuations): chunk is NewValuations => "derived" in chunk;

function sealChunk(key: ChunkKey, chunk: NewChunk | NewValuations, place: Place | undefined): SealedChunk {
  const { connectionId, accountId, cluster, from, to, asOf } = chunk;
  const about = { connectionId, accountId, cluster, from, to, asOf, derived: isDerived(chunk) };
  const chunkId = place?.chunkId ?? newId("rch");
  const version = (place?.version ?? 0) + 1;
  const context: ChunkContext = { ...about, chunkId, version };
  const plaintext = isDerived(chunk)
    ? valuations.encode(chunk.records)
    : (shapes[cluster] as Sheet<RecordOf<typeof cluster>>).encode(chunk.records);
  try {
    return { ...context, envelope: key.seal(context, plaintext) };
  } finally {
    plaintext.fill(0);
  }
}
