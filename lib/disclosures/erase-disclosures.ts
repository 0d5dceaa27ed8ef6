import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import { deleteOf } from "./repository.ts";

/**
 * Takes the list of one investor away, in the caller's transaction and after their records are erased: until then there
 * may be more views to note. The events of the audit log stay; they name identifiers only.
 */
export async function eraseDisclosures(tx: Transaction, ctx: Context, investorId: PersonId): Promise<void> {
  requirePermission(ctx, "disclosure.erase");
  await deleteOf(tx, investorId);
}
