import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import { deleteAsksOf } from "./repository.ts";

/** Deletes what was asked of an investor, in the caller's transaction and after their records are erased. */
export async function eraseAsks(tx: Transaction, ctx: Context, investorId: PersonId): Promise<void> {
  requirePermission(ctx, "ownAsk.erase");
  await deleteAsksOf(tx, investorId);
}
