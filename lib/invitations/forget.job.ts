import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { handle } from "#lib/jobs/handler.ts";
import { personForgotten } from "./audit-events.ts";
import { forgetInvited, listFirmsWithForgettable } from "./gate-repository.ts";
import { findForgettable, forgetInvitedPeople } from "./jobs.ts";

export const findForgettableHandler = handle({
  job: findForgettable,
  authorise: async () => ({ run: true }),
  run: async (ctx) => {
    requirePermission(ctx, "invitation.findForgettable");
    await inTransaction(ctx, async (tx) => {
      for (const tenantId of await listFirmsWithForgettable(tx)) {
        await enqueue(tx, forgetInvitedPeople, { tenantId });
      }
    });
  },
});

/**
 * Whoever was added by an invitation, never signed in and is asked nothing any more leaves no name and no address
 * here. The row itself stays without them: the history of what was asked refers to it.
 */
export const forgetInvitedPeopleHandler = handle({
  job: forgetInvitedPeople,
  authorise: async () => ({ run: true }),
  run: async (ctx, _payload, signal) => {
    requirePermission(ctx, "invitation.forget");
    let forgotten = 1;
    while (forgotten > 0) {
      signal.throwIfAborted();
      forgotten = await inTransaction(ctx, async (tx) => {
        const people = await forgetInvited(tx, ctx.clock.now());
        for (const personId of people) await appendAudit(tx, ctx, personForgotten({ personId }));
        return people.length;
      });
    }
  },
});
