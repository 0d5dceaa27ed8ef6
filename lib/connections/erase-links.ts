import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import { deleteLinksOf } from "./repository.ts";

/**
 * Takes away what links an investor to banks: accounts, how reading them stood, attempts to be let in, and the
 * connections whose bank knows all that it has to. Says whether nothing is left. While a read or a dialog goes on it
 * takes nothing; done again it changes nothing.
 */
export async function eraseLinks(tx: Transaction, ctx: Context, investorId: PersonId): Promise<boolean> {
  requirePermission(ctx, "connection.work");
  return (await deleteLinksOf(tx, investorId)) === 0;
}
