import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { handle, type JobHandler } from "#lib/jobs/handler.ts";
import type { ActId } from "#lib/kernel/id.ts";
import { actDone, actLapsed, actLeftStopped } from "./audit-events.ts";
import { findLiveActs, workAct } from "./jobs.ts";
import { finish, isLapsed, lapse } from "./oversight.ts";
import { countItemsOf, findAct, listLive, lockAct, saveEnd } from "./repository.ts";
import { workItem } from "./work-item.ts";

const batch = 200;

/** Left so much before the job's own deadline, an act goes on with the next look for acts, within a minute. */
const workForMs = 90_000;

const workActHandler = handle({
  job: workAct,
  authorise: async (ctx, { actId }) => {
    const { act, now } = await inTransaction(ctx, (tx) => findAct(tx, actId));
    return act.state === "running" || isLapsed(act, now) ? { run: true } : { run: false, reason: act.state };
  },
  run: async (ctx, { actId }, signal) => {
    requirePermission(ctx, "oversight.work");
    if (await lapseInTime(ctx, actId)) return;
    const until = performance.now() + workForMs;
    while (performance.now() < until) {
      signal.throwIfAborted();
      if (!(await workItem(ctx, actId))) break;
    }
    await conclude(ctx, actId);
  },
});

async function lapseInTime(ctx: Context, actId: ActId): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    const { act: before, now } = await lockAct(tx, actId);
    if (!isLapsed(before, now)) return false;
    await saveEnd(tx, before, lapse(before));
    const { kind, proposed, stopped } = before;
    const { open } = await countItemsOf(tx, actId);
    const lapsed = { actId, kind, proposedBy: proposed.by };
    await appendAudit(tx, ctx, stopped ? actLeftStopped({ ...lapsed, open }) : actLapsed(lapsed));
    return true;
  });
}

/** Notes once that nothing of it is open any more. Where two worked on it, the last of them does. */
async function conclude(ctx: Context, actId: ActId): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { act: before, now } = await lockAct(tx, actId);
    const { open, done, skipped, failed } = await countItemsOf(tx, actId);
    if (before.state !== "running" || open > 0) return;
    await saveEnd(tx, before, finish(before, now));
    await appendAudit(tx, ctx, actDone({ actId, kind: before.kind, done, skipped, failed }));
  });
}

const findLiveActsHandler = handle({
  job: findLiveActs,
  authorise: async () => ({ run: true }),
  run: async (ctx) => {
    requirePermission(ctx, "oversight.findDue");
    await inTransaction(ctx, async (tx) => {
      for (const live of await listLive(tx, batch)) await enqueue(tx, workAct, live);
    });
  },
});

/** Every kind of job about acts of staff. */
export const oversightHandlers: readonly JobHandler[] = [workActHandler, findLiveActsHandler];
