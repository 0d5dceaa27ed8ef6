import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inSearchTransaction } from "#lib/access/transaction.ts";
import { listStates } from "./repository.ts";
import type { CredentialStateView } from "./view.ts";

/** For the client firm's systems: which credentials there are, by the name that alone leaves the vault. */
export async function listCredentialStates(ctx: Context): Promise<readonly CredentialStateView[]> {
  requirePermission(ctx, "credential.readState");
  const rows = await inSearchTransaction(ctx, (tx) => listStates(tx));
  return rows.map((row) => ({
    id: row.credentialId,
    state: row.state,
    createdAt: row.createdAt.toISOString(),
    lastOpenedAt: row.lastOpenedAt?.toISOString() ?? null,
    deletedAt: row.destroyingAt?.toISOString() ?? null,
    destroyedAt: row.destroyedAt?.toISOString() ?? null,
  }));
}
