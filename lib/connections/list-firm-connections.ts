import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inSearchTransaction } from "#lib/access/transaction.ts";
import type { ConsentId, CredentialId } from "#lib/kernel/id.ts";
import { listConnectionsAbout } from "./firm-connection-repository.ts";
import type { FirmConnectionView } from "./firm-connection-view.ts";

/** The connections that were begun under one consent, or with one credential, for the firm's compliance. */
export async function listFirmConnections(
  ctx: Context,
  about: { readonly consentId: ConsentId } | { readonly credentialId: CredentialId },
): Promise<readonly FirmConnectionView[]> {
  requirePermission(ctx, "connection.oversee");
  const rows = await inSearchTransaction(ctx, (tx) => listConnectionsAbout(tx, about));
  return rows.map(({ connectionId, begunAt, linkedAt, lastScaAt, endedAt, ...row }) => ({
    ...row,
    id: connectionId,
    beganAt: begunAt.toISOString(),
    linkedAt: linkedAt?.toISOString() ?? null,
    lastScaAt: lastScaAt?.toISOString() ?? null,
    endedAt: endedAt?.toISOString() ?? null,
  }));
}
