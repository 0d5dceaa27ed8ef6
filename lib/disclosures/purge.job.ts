import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { handle } from "#lib/jobs/handler.ts";
import { disclosurePurged } from "./audit-events.ts";
import { purgeDisclosures } from "./jobs.ts";
import { deleteOld } from "./repository.ts";

export const purgeDisclosuresHandler = handle({
  job: purgeDisclosures,
  authorise: async () => ({ run: true }),
  run: async (ctx) => {
    requirePermission(ctx, "disclosure.purge");
    await inTransaction(ctx, async (tx) => {
      const count = await deleteOld(tx);
      if (count > 0) await appendAudit(tx, ctx, disclosurePurged({ count }));
    });
  },
});
