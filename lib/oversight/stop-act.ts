import type { Context } from "#lib/access/context.ts";
import { requireFreshAuthentication, requirePerson } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { actResumed, actStopped } from "./audit-events.ts";
import type { OfAct } from "./decide-act.ts";
import { workAct } from "./jobs.ts";
import { resume, stop } from "./oversight.ts";
import { countItemsOf, lockAct, saveDecision } from "./repository.ts";
import { findRule } from "./rule-repository.ts";

/** Nothing of the act begins after this returns: it waits for the one item that is in hand. What was done stays done. */
export async function stopAct(ctx: Context, { actId }: OfAct): Promise<void> {
  const { personId } = requirePerson(ctx, "oversight.stop");
  await inTransaction(ctx, async (tx) => {
    const { act: before, now } = await lockAct(tx, actId);
    const after = stop(before, personId, now);
    await saveDecision(tx, before, after);
    const { open } = await countItemsOf(tx, actId);
    await appendAudit(tx, ctx, actStopped({ actId, kind: after.kind, open }));
  });
}

/** Goes on with what is open. What two people had to agree to goes on by another one than who proposed it. */
export async function resumeAct(ctx: Context, { actId }: OfAct): Promise<void> {
  const { personId } = requirePerson(ctx, "oversight.stop");
  requireFreshAuthentication(ctx);
  await inTransaction(ctx, async (tx) => {
    const { act: before, now } = await lockAct(tx, actId);
    const { secondPersonForConsents } = await findRule(tx);
    const after = resume(before, personId, now, secondPersonForConsents);
    await saveDecision(tx, before, after);
    const { open } = await countItemsOf(tx, actId);
    await enqueue(tx, workAct, { tenantId: after.tenantId, actId });
    await appendAudit(tx, ctx, actResumed({ actId, kind: after.kind, open }));
  });
}
