import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { findLiveAuthorisations } from "#lib/authorisation/find-live.ts";
import { listAccounts } from "./account-repository.ts";
import { readLastReads } from "./read-sync-state.ts";
import { listConnectionsSeen } from "./repository.ts";
import { toConnectionView } from "./to-connection-view.ts";
import type { ConnectionView } from "./view.ts";

const most = 500;

/** The investor's own, those that ended too, the newest first. */
export async function listConnections(ctx: Context): Promise<readonly ConnectionView[]> {
  requirePermission(ctx, "connection.read");
  return inTransaction(ctx, async (tx) => {
    const connections = await listConnectionsSeen(tx, most);
    const ids = connections.map(({ connectionId }) => connectionId);
    const live = await findLiveAuthorisations(tx, ids);
    const accounts = await listAccounts(tx, ids);
    const lastReads = await readLastReads(tx);
    return connections.map((connection) =>
      toConnectionView(connection, {
        authorisationId: live.get(connection.connectionId) ?? null,
        accounts: accounts.filter(({ connectionId }) => connectionId === connection.connectionId),
        lastReadAt: lastReads.get(connection.connectionId) ?? null,
      }),
    );
  });
}
