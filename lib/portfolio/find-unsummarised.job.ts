import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { handle } from "#lib/jobs/handler.ts";
import { summarise } from "#lib/records/jobs.ts";
import { findUnsummarised } from "./jobs.ts";
import { listUnsummarised } from "./repository.ts";

const batch = 1_000;

/** What was granted before there were summaries, and what a job gave up: nothing is being worked out for ever. */
export const findUnsummarisedHandler = handle({
  job: findUnsummarised,
  authorise: async () => ({ run: true }),
  run: async (ctx) => {
    requirePermission(ctx, "book.findDue");
    await inTransaction(ctx, async (tx) => {
      for (const due of await listUnsummarised(tx, batch)) await enqueue(tx, summarise, due);
    });
  },
});
