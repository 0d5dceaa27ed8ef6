import type { Context } from "#lib/access/context.ts";
import { inKeyTransaction } from "#lib/access/key-transaction.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import type { ConnectionId, TenantId } from "#lib/kernel/id.ts";
import { tokensDestroyed } from "./audit-events.ts";
import type { Opener } from "./sealer.ts";
import { deleteTokenKeys, deleteTokens } from "./token-repository.ts";

/** Key first: when it is gone the ciphertext is noise, wherever it was copied to. Done again it changes nothing. */
export async function destroyTokens(
  ctx: Context,
  { keyDatabase }: Pick<Opener, "keyDatabase">,
  { tenantId, connectionId }: { readonly tenantId: TenantId; readonly connectionId: ConnectionId },
): Promise<void> {
  requirePermission(ctx, "credential.destroy");
  await inKeyTransaction(keyDatabase, "licet_opener", tenantId, (tx) => deleteTokenKeys(tx, connectionId));
  await inTransaction(ctx, async (tx) => {
    const wereThere = await deleteTokens(tx, connectionId);
    if (wereThere) await appendAudit(tx, ctx, tokensDestroyed({ connectionId }));
  });
}
