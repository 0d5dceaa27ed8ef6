import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { handle } from "#lib/jobs/handler.ts";
import type { AuthorisationId } from "#lib/kernel/id.ts";
import { endWhoever, failedAt } from "./end-authorisation.ts";
import { endInterrupted, sweepAuthorisations } from "./jobs.ts";
import { forgetOldAddresses, isStillAbandoned, listAbandoned } from "./sweep-repository.ts";

const batch = 500;
/** How long a dialog may be without its worker before somebody notices: this, and as long as a heartbeat may be late. */
export const sweepEveryMs = 15_000;

export const sweepAuthorisationsHandler = handle({
  job: sweepAuthorisations,
  authorise: async () => ({ run: true }),
  run: async (ctx) => {
    requirePermission(ctx, "authorisation.sweep");
    await inTransaction(ctx, async (tx) => {
      for (const abandoned of await listAbandoned(tx, batch)) await enqueue(tx, endInterrupted, abandoned);
      await forgetOldAddresses(tx);
    });
  },
});

/** The investor can begin anew from then on, without typing the password again. */
export const endInterruptedHandler = handle({
  job: endInterrupted,
  authorise: async () => ({ run: true }),
  run: async (ctx, payload) => {
    requirePermission(ctx, "authorisation.lead");
    const authorisationId = payload.authorisationId as AuthorisationId;
    await inTransaction(ctx, async (tx) => {
      if (!(await isStillAbandoned(tx, authorisationId))) return;
      await endWhoever(tx, ctx, authorisationId, failedAt(ctx.clock.now(), "interrupted"), null);
    });
  },
});

export const authorisationHandlers = [sweepAuthorisationsHandler, endInterruptedHandler] as const;
