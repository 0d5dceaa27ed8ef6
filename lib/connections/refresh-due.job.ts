import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { handle } from "#lib/jobs/handler.ts";
import { listDue } from "./due-repository.ts";
import { findDueRefreshes, syncConnection } from "./sync-jobs.ts";

/**
 * How many are begun a minute, of one bank and in all. Spread over a night of four hours that is fourteen thousand of one
 * bank; after an outage, too, nobody's bank is asked for everybody at once.
 */
export const begunAMinute = { ofOneBank: 60, inAll: 300 };

/** Has those read whose time has come, the longest waiting first. */
export const findDueRefreshesHandler = handle({
  job: findDueRefreshes,
  authorise: async () => ({ run: true }),
  run: async (ctx) => {
    requirePermission(ctx, "connection.findDue");
    await inTransaction(ctx, async (tx) => {
      for (const { tenantId, connectionId } of await listDue(tx, begunAMinute)) {
        const kind = "scheduled" as const;
        await enqueue(tx, syncConnection, { tenantId, connectionId, kind });
      }
    });
  },
});
