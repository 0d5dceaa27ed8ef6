import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { staffLooked } from "#lib/audit/log-events.ts";
import { readOpenings } from "#lib/audit/read-openings.ts";
import type { Database } from "#lib/db/database.ts";
import type { CredentialId } from "#lib/kernel/id.ts";
import { latestReceipts } from "#lib/receipts/read-receipt.ts";
import { findOfFirm, listVersionsOf } from "./firm-list-repository.ts";
import type { CredentialFileView } from "./firm-list-view.ts";
import { keyVersionName, readKeyVersions } from "./key-versions.ts";
import { findDuplicateOf } from "./repository.ts";
import { toCredentialRow, toOpeningView } from "./to-credential-row.ts";

/** The log has the others, and the page leads there. */
const openingsShown = 20;

/**
 * All that there is to know of one credential, for the firm's compliance, and nothing of what it opens. That somebody of
 * the staff looked is an entry of its own.
 */
export async function readCredentialFile(
  ctx: Context,
  keyDatabase: Database,
  credentialId: CredentialId,
): Promise<CredentialFileView> {
  requirePermission(ctx, "credential.oversee");
  const { row, kept, openings, duplicateOf, receipts } = await inTransaction(ctx, async (tx) => {
    const found = {
      row: await findOfFirm(tx, credentialId),
      kept: await listVersionsOf(tx, credentialId),
      openings: await readOpenings(tx, credentialId, openingsShown),
      duplicateOf: await findDuplicateOf(tx, credentialId),
      receipts: await latestReceipts(tx, [credentialId]),
    };
    await appendAudit(tx, ctx, staffLooked({ what: "credential", id: credentialId }));
    return found;
  });
  const keys = await readKeyVersions(ctx, keyDatabase, [credentialId]);
  const last = openings[0];
  return {
    credential: {
      ...toCredentialRow(row, { keys, openings: new Map(last ? [[credentialId, last]] : []) }),
      ...{ connectionId: row.connectionId, region: row.region, duplicateOf },
      destroyedAt: row.destroyedAt?.toISOString() ?? null,
      receiptId: receipts.get(credentialId) ?? null,
    },
    versions: kept.map(({ version, transportKid, createdAt }) => {
      const key = keys.get(keyVersionName(credentialId, version));
      return {
        ...{ version, transportKey: transportKid, isPresent: version === row.version },
        sealedAt: createdAt.toISOString(),
        keyVersion: key?.kmsVersion ?? null,
        rewrappedAt: key?.rewrappedAt?.toISOString() ?? null,
      };
    }),
    openings: openings.map(toOpeningView),
  };
}
