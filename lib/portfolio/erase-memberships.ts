import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import { deleteMembershipsOf } from "./household-repository.ts";

/**
 * Takes an investor out of every household, and each that is left without members with them, in the caller's transaction
 * and after their records are erased.
 */
export async function eraseMemberships(tx: Transaction, ctx: Context, investorId: PersonId): Promise<void> {
  requirePermission(ctx, "household.erase");
  await deleteMembershipsOf(tx, investorId);
}
