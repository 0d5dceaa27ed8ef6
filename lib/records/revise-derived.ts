import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import type { Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { NewValuations, ValuationChunk } from "./chunk.ts";
import type { ChunkKey } from "./chunk-key.ts";
import { openChunk } from "./open-records.ts";
import { lockDerived } from "./repository.ts";
import type { ValuationRow } from "./shapes.ts";
import { storeChunks } from "./store-chunks.ts";

/**
 * Stores what was reckoned of one more day in the place of its month, with what `revise` keeps of what is there. Two
 * that do so at once come one after the other.
 */
export async function reviseDerived(
  tx: Transaction,
  ctx: Context,
  key: ChunkKey,
  about: Omit<NewValuations, "records" | "derived">,
  revise: (kept: readonly ValuationRow[]) => readonly ValuationRow[],
): Promise<void> {
  requirePermission(ctx, "records.store");
  const { investorId } = key.context;
  if (investorId === null) throw new AppError("auth.forbidden");
  const sealed = await lockDerived(tx, investorId, about);
  const before = sealed && (openChunk(key, { ...sealed, leavesOut: [] }) as ValuationChunk);
  await storeChunks(tx, ctx, key, [{ ...about, derived: true, records: revise(before?.records ?? []) }]);
}
