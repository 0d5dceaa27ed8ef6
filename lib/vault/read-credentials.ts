import type { Context } from "#lib/access/context.ts";
import { requirePerson } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { CredentialId } from "#lib/kernel/id.ts";
import { listCredentialsOf, readCertificate } from "./repository.ts";
import type { CredentialView } from "./view.ts";

/** The acting investor's own, or all of the firm's for compliance: row security decides which there are. */
export async function listCredentials(ctx: Context): Promise<readonly CredentialView[]> {
  requirePerson(ctx, "credential.read");
  const rows = await inTransaction(ctx, (tx) => listCredentialsOf(tx));
  return rows.map((row) => ({
    id: row.credentialId,
    institutionId: row.institutionId,
    state: row.state,
    duplicateOf: row.duplicateOf,
    createdAt: row.createdAt.toISOString(),
    lastOpenedAt: row.lastOpenedAt?.toISOString() ?? null,
    deletedAt: row.destroyingAt?.toISOString() ?? null,
  }));
}

/** The signed certificate of a deletion that is complete. */
export async function readDeletionCertificate(ctx: Context, credentialId: CredentialId): Promise<string> {
  requirePerson(ctx, "credential.read");
  return inTransaction(ctx, (tx) => readCertificate(tx, credentialId));
}
