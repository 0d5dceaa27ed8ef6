import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { findLiveAuthorisations } from "#lib/authorisation/find-live.ts";
import { readCoverage } from "#lib/consent/read-coverage.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { openRecords } from "#lib/records/open-records.ts";
import type { RecordKeys } from "#lib/records/record-keys.ts";
import { listAccounts } from "./account-repository.ts";
import { readLastReads, readSyncState } from "./read-sync-state.ts";
import { findConnection } from "./repository.ts";
import { toAccountView } from "./to-account-view.ts";
import { toConnectionView } from "./to-connection-view.ts";
import type { ConnectionDetailView } from "./view.ts";

export const ReadConnection = z.strictObject({ connectionId: idSchema("cnx") });
export type ReadConnection = z.output<typeof ReadConnection>;

/** One access with its accounts as the bank names them: their investor alone opens that before it is granted to anybody. */
export async function readConnection(
  ctx: Context,
  keys: RecordKeys,
  { connectionId }: ReadConnection,
): Promise<ConnectionDetailView> {
  requirePermission(ctx, "connection.read");
  const { connection, accounts, view, sync } = await inTransaction(ctx, async (tx) => {
    const found = await findConnection(tx, connectionId);
    const own = await listAccounts(tx, [connectionId]);
    const live = await findLiveAuthorisations(tx, [connectionId]);
    const access = (await readCoverage(tx, ctx, found.consentId))?.access;
    const perDay = access?.kind === "ongoing" ? access.perDay : null;
    const authorisationId = live.get(connectionId) ?? null;
    const lastReadAt = (await readLastReads(tx)).get(connectionId) ?? null;
    return {
      connection: found,
      accounts: own,
      view: toConnectionView(found, { authorisationId, accounts: own, lastReadAt }),
      sync: await readSyncState(tx, { connectionId, perDay }),
    };
  });
  const { investorId } = connection;
  const accountIds = accounts.map(({ accountId }) => accountId);
  const chunks = await openRecords(ctx, keys, { investorId, accountIds, clusters: ["identity"] });
  const offeredAccounts = accounts.map((account) => toAccountView(account, connection, chunks));
  return { ...view, ...sync, offeredAccounts };
}
