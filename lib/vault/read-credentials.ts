import type { Context } from "#lib/access/context.ts";
import { requirePerson } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { latestReceipts } from "#lib/receipts/read-receipt.ts";
import { listCredentialsOf } from "./repository.ts";
import type { CredentialView } from "./view.ts";

/** The acting investor's own, or all of the firm's for compliance: row security decides which there are. */
export async function listCredentials(ctx: Context): Promise<readonly CredentialView[]> {
  requirePerson(ctx, "credential.read");
  const { rows, receipts } = await inTransaction(ctx, async (tx) => {
    const found = await listCredentialsOf(tx);
    const deleted = found
      .filter(({ state }) => state === "destroyed")
      .map(({ credentialId }) => credentialId);
    return { rows: found, receipts: await latestReceipts(tx, deleted) };
  });
  return rows.map((row) => ({
    id: row.credentialId,
    institutionId: row.institutionId,
    state: row.state,
    duplicateOf: row.duplicateOf,
    createdAt: row.createdAt.toISOString(),
    lastOpenedAt: row.lastOpenedAt?.toISOString() ?? null,
    deletedAt: row.destroyingAt?.toISOString() ?? null,
    receiptId: receipts.get(row.credentialId) ?? null,
  }));
}
