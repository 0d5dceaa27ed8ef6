import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import type { RecipientId } from "./context.ts";
import { deleteSummary } from "./repository.ts";

/** Takes a recipient's summary of an investor away with the caller's commit, such as the end of a consent. */
export async function removeSummary(
  tx: Transaction,
  ctx: Context,
  investorId: PersonId,
  recipientId: RecipientId,
): Promise<void> {
  requirePermission(ctx, "book.remove");
  await deleteSummary(tx, investorId, recipientId);
}
