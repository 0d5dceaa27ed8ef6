import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { AccountId, PersonId } from "#lib/kernel/id.ts";
import { deleteChunksOf } from "./repository.ts";

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
