import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { findContacts, type StoredContacts } from "./repository.ts";

/** How the acting person's own firm is reached. */
export async function readFirmContacts(ctx: Context): Promise<StoredContacts> {
  requirePermission(ctx, "firmContacts.read");
  return inTransaction(ctx, (tx) => findContacts(tx));
}
