import type { Context } from "#lib/access/context.ts";
import { requireFreshAuthentication, requirePerson } from "#lib/access/permissions.ts";
import { takeTurn } from "#lib/access/rate-limit.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import type { Transaction } from "#lib/db/database.ts";
import { listNamesOf } from "#lib/identity/list-names.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { type ActId, newId } from "#lib/kernel/id.ts";
import type { ProposeAct } from "./asked.ts";
import { actDone, actProposed } from "./audit-events.ts";
import { doItem } from "./do-item.ts";
import { tellSecond, workAct } from "./jobs.ts";
import { lapseAfterMs, type StaffAct } from "./oversight.ts";
import { type ActPlan, isActiveAdvisor, planAct } from "./plan-act.ts";
import { insertAct, lockAlone } from "./repository.ts";

/** More than anybody looks through in an hour; each may be a mail to every colleague. */
const actsOfPerson = { name: "oversight.propose", limit: 100, windowSeconds: 60 * 60 };

/**
 * Exactly what the page showed, or nothing: where it would be something else by now, it is refused. What is about one thing
 * and needs nobody else has happened when this returns; what needs nobody else begins, and the rest waits for a second person.
 */
export async function proposeAct(ctx: Context, { asked, reason, fingerprint }: ProposeAct): Promise<ActId> {
  const { tenantId, personId } = requirePerson(ctx, "oversight.propose");
  requireFreshAuthentication(ctx);
  await takeTurn(ctx, actsOfPerson, personId);

  return inTransaction(ctx, async (tx) => {
    await lockAlone(tx, tenantId, personId);
    const plan = await planAct(tx, ctx, asked);
    if (plan.fingerprint !== fingerprint) throw new AppError("oversight.stale_preview");
    requireFeasible(plan);
    const at = ctx.clock.now();
    const state = plan.second ? "proposed" : plan.items.length === 1 ? "done" : "running";
    const act: StaffAct = {
      ...{ tenantId, actId: newId("act"), kind: asked.kind, reason, state },
      ...{ planned: plan.items.length, stays: plan.staying.length, needsSecond: plan.second !== null },
      institutionId: "institutionId" in asked ? asked.institutionId : null,
      advisorId: plan.advisor?.personId ?? null,
      successorId: plan.successor?.personId ?? null,
      proposed: { by: personId, at },
      lapsesAt: new Date(at.getTime() + lapseAfterMs),
      ...{ decided: null, stopped: null, finishedAt: state === "done" ? at : null },
    };
    await begin(tx, ctx, act, plan);
    return act.actId;
  });
}

function requireFeasible({ items, advisor }: ActPlan): void {
  // What the advisor sees by consents that go on ends with their sign-in or their role, and with nothing else.
  if (advisor && isActiveAdvisor(advisor))
    throw new AppError("oversight.advisor_active", { advisorId: advisor.personId });
  if (items.length === 0) throw new AppError("oversight.nothing_to_do");
}

async function begin(tx: Transaction, ctx: Context, act: StaffAct, { items }: ActPlan): Promise<void> {
  const { tenantId, actId, kind, reason, stays, needsSecond } = act;
  const { institutionId, advisorId, successorId } = act;
  const subjectIds = items.map(({ subjectId }) => subjectId);
  await insertAct(tx, act, subjectIds);
  const about = { institutionId, advisorId, successorId };
  await appendAudit(
    tx,
    ctx,
    actProposed({ actId, kind, reason, items: items.length, stays, needsSecond, ...about }),
  );
  if (act.state === "proposed") await askOthers(tx, ctx, act);
  if (act.state === "running") await enqueue(tx, workAct, { tenantId, actId });
  if (act.state !== "done") return;
  for (const subjectId of subjectIds) await doItem(tx, ctx, act, subjectId);
  await appendAudit(tx, ctx, actDone({ actId, kind, done: subjectIds.length, skipped: 0, failed: 0 }));
}

/** Each of compliance who could be the second person learns of it by mail. */
async function askOthers(
  tx: Transaction,
  ctx: Context,
  { tenantId, actId, proposed }: StaffAct,
): Promise<void> {
  const colleagues = await listNamesOf(tx, ctx, "compliance");
  for (const { personId, isDisabled } of colleagues)
    if (!isDisabled && personId !== proposed.by) await enqueue(tx, tellSecond, { tenantId, actId, personId });
}
