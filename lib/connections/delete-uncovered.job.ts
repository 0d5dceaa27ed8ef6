import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { holdWhatIsKept, listDataDue, listDueConsents, noteDataDeleted } from "#lib/consent/keep-data.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { handle, type JobHandler } from "#lib/jobs/handler.ts";
import type { RecordKeys } from "#lib/records/record-keys.ts";
import { listStored } from "./account-repository.ts";
import { deleteUncovered, findUncovered } from "./jobs.ts";
import { trimAccount } from "./trim-account.ts";

const batch = 1_000;

/** Finds whose data is due because a time after an end has passed. An act that makes less be covered starts it itself. */
export const findUncoveredHandler = handle({
  job: findUncovered,
  authorise: async () => ({ run: true }),
  run: async (ctx) => {
    requirePermission(ctx, "consent.findDue");
    await inTransaction(ctx, async (tx) => {
      for (const due of await listDataDue(tx, ctx, batch)) await enqueue(tx, deleteUncovered, due);
    });
  },
});

/**
 * Deletes of one investor what no consent covers any more, account by account. What is to be done is told by what there
 * is: killed anywhere it is run again, and a second time it finds nothing. That the data of a consent is deleted is
 * noted last.
 */
export const deleteUncoveredHandler = (keys: RecordKeys): JobHandler =>
  handle({
    job: deleteUncovered,
    authorise: async () => ({ run: true }),
    run: async (ctx, { investorId }, signal) => {
      requirePermission(ctx, "records.remove");
      const { due, stored } = await inTransaction(ctx, async (tx) => ({
        due: await listDueConsents(tx, ctx, investorId),
        stored: await listStored(tx, investorId),
      }));
      for (const account of stored) {
        signal.throwIfAborted();
        await trimAccount(ctx, keys, { investorId, ...account });
      }
      if (due.length === 0) return;
      await inTransaction(ctx, async (tx) => {
        const { accounts } = await holdWhatIsKept(tx, ctx, investorId);
        await noteDataDeleted(tx, ctx, due, accounts);
      });
    },
  });
