import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { handle } from "#lib/jobs/handler.ts";
import { endAtBank, findUnended } from "./jobs.ts";
import { listUnended } from "./repository.ts";

const batch = 500;

/** Banks that were away when something ended are told again, as long as they have not been. */
export const findUnendedHandler = handle({
  job: findUnended,
  authorise: async () => ({ run: true }),
  run: async (ctx) => {
    requirePermission(ctx, "connection.findDue");
    await inTransaction(ctx, async (tx) => {
      for (const due of await listUnended(tx, batch)) await enqueue(tx, endAtBank, due);
    });
  },
});
