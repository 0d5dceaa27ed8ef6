import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { DataCluster } from "#lib/kernel/data-cluster.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { AccountId, PersonId } from "#lib/kernel/id.ts";
import type { Chunk } from "./chunk.ts";
import { deleteChunks, deleteChunksOf, deleteDerived, deleteKinds } from "./repository.ts";

/** Removes all that is kept of accounts that their investor does not want read, in the act that says so. */
export async function removeChunks(
  tx: Transaction,
  ctx: Context,
  investorId: PersonId,
  accountIds: readonly AccountId[],
): Promise<void> {
  requirePermission(ctx, "records.remove");
  if (accountIds.length > 0) await deleteChunksOf(tx, investorId, accountIds);
}

/** Removes all that is kept of some kinds of data of one account, and says how many chunks that was. */
export async function removeKinds(
  tx: Transaction,
  ctx: Context,
  { investorId, accountId }: { readonly investorId: PersonId; readonly accountId: AccountId },
  clusters: readonly DataCluster[],
): Promise<number> {
  requirePermission(ctx, "records.remove");
  return clusters.length === 0 ? 0 : deleteKinds(tx, investorId, accountId, clusters);
}

/**
 * Removes these as they were opened, or none where one of them has been replaced since; what was reckoned of the same
 * period goes with them.
 */
export async function removeExactly(
  tx: Transaction,
  ctx: Context,
  investorId: PersonId,
  chunks: readonly Chunk[],
): Promise<void> {
  requirePermission(ctx, "records.remove");
  if (chunks.length > 0 && !(await deleteChunks(tx, chunks))) throw new AppError("records.changed");
  await deleteDerived(tx, investorId, chunks);
}
