import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requireFreshAuthentication, requirePerson } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { actApproved, actRefused, actTakenBack } from "./audit-events.ts";
import { workAct } from "./jobs.ts";
import { approve, turnDown } from "./oversight.ts";
import { lockAct, saveDecision } from "./repository.ts";

export const OfAct = z.strictObject({ actId: idSchema("act") });
export type OfAct = z.output<typeof OfAct>;

/** Somebody else than who proposed it agrees, having proved who they are; it begins with this commit. */
export async function approveAct(ctx: Context, { actId }: OfAct): Promise<void> {
  const { personId } = requirePerson(ctx, "oversight.decide");
  requireFreshAuthentication(ctx);
  await inTransaction(ctx, async (tx) => {
    const { act: before, now } = await lockAct(tx, actId);
    const after = approve(before, personId, now);
    await saveDecision(tx, before, after);
    await enqueue(tx, workAct, { tenantId: after.tenantId, actId });
    await appendAudit(tx, ctx, actApproved({ actId, kind: after.kind, proposedBy: after.proposed.by }));
  });
}

/** Whoever proposed it takes it back, anybody else of compliance refuses it; either way it is never done. */
export async function turnDownAct(ctx: Context, { actId }: OfAct): Promise<void> {
  const { personId } = requirePerson(ctx, "oversight.decide");
  await inTransaction(ctx, async (tx) => {
    const { act: before, now } = await lockAct(tx, actId);
    const after = turnDown(before, personId, now);
    await saveDecision(tx, before, after);
    const facts = { actId, kind: after.kind, proposedBy: after.proposed.by };
    await appendAudit(tx, ctx, after.state === "refused" ? actRefused(facts) : actTakenBack(facts));
  });
}
