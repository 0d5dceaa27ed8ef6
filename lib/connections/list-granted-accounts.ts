import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inSearchTransaction } from "#lib/access/transaction.ts";
import { type GrantedAccount, listGrantedAccounts } from "./granted-repository.ts";

/** Every account of whichever investor of which the acting recipient may see something: row security decides. */
export async function listAllGrantedAccounts(ctx: Context): Promise<readonly GrantedAccount[]> {
  requirePermission(ctx, "book.read");
  return inSearchTransaction(ctx, (tx) => listGrantedAccounts(tx, null));
}
