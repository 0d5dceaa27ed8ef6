import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { listAdvisorsPresent } from "#lib/consent/list-advisor-names.ts";
import { listEndable } from "#lib/consent/list-endable.ts";
import type { Transaction } from "#lib/db/database.ts";
import { AppError, type ErrorCode } from "#lib/kernel/errors.ts";
import type { ActId, ConsentId } from "#lib/kernel/id.ts";
import { itemWorked } from "./audit-events.ts";
import { doItem } from "./do-item.ts";
import { type ActItem, mostAttempts, type StaffAct, whatBecomesOf } from "./oversight.ts";
import { holdAct, noteAttempt, settleItem, takeItem } from "./repository.ts";

type Outcome = { readonly state: "done" | "skipped" | "failed"; readonly reason: string | null };

/**
 * Takes one item of an act that runs and settles it, in one transaction: killed before its commit it was never begun. Says
 * whether there may be another one.
 */
export async function workItem(ctx: Context, actId: ActId): Promise<boolean> {
  requirePermission(ctx, "oversight.work");
  let taken: ActItem | null = null;
  try {
    return await inTransaction(ctx, async (tx) => {
      const act = await holdAct(tx, actId);
      if (act.state !== "running") return false;
      taken = await takeItem(tx, actId);
      if (taken === null) return false;
      await settle(tx, ctx, actId, taken, await attempt(tx, ctx, act, taken));
      return true;
    });
  } catch (cause) {
    // What is no answer of ours, such as a database that is away, is the queue's to try again.
    if (!(cause instanceof AppError) || taken === null) throw cause;
    await noteFailure(ctx, actId, taken, cause);
    return true;
  }
}

async function attempt(
  tx: Transaction,
  ctx: Context,
  act: StaffAct,
  { subjectId }: ActItem,
): Promise<Outcome> {
  const against = await changedSince(tx, ctx, act, subjectId as ConsentId);
  if (against !== null) return { state: "skipped", reason: against };
  await doItem(tx, ctx, act, subjectId);
  return { state: "done", reason: null };
}

/** What speaks against going on with an off-boarding: the advisor is back, or the investor agreed to somebody else meanwhile. */
async function changedSince(
  tx: Transaction,
  ctx: Context,
  { advisorId, successorId }: StaffAct,
  consentId: ConsentId,
): Promise<"advisorIsBack" | "namesOthersNow" | null> {
  if (advisorId === null) return null;
  const present = await listAdvisorsPresent(tx, ctx);
  if (present.has(advisorId)) return "advisorIsBack";
  const [consent] = await listEndable(tx, ctx, [consentId]);
  if (!consent?.advisorIds.includes(advisorId)) return "namesOthersNow";
  const becomes = whatBecomesOf(consent, advisorId, successorId, (id) => present.has(id));
  return becomes === "ends" ? null : "namesOthersNow";
}

/** What another one has done already, or took out of reach, is no failure of this act. */
const overAlready: readonly ErrorCode[] = [
  "consent.not_in_force",
  "consent.not_found",
  "vault.not_sealed",
  "vault.credential_not_found",
];
const passing: readonly ErrorCode[] = ["consent.busy", "consent.changed", "vault.credential_changed"];

/** In a transaction of its own, since what was attempted is rolled back. */
async function noteFailure(ctx: Context, actId: ActId, item: ActItem, { code }: AppError): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    if ((await holdAct(tx, actId)).state !== "running") return;
    if (passing.includes(code) && item.attempts + 1 < mostAttempts)
      return noteAttempt(tx, actId, item.position);
    const state = overAlready.includes(code) ? "skipped" : "failed";
    await settle(tx, ctx, actId, item, { state, reason: code });
  });
}

async function settle(
  tx: Transaction,
  ctx: Context,
  actId: ActId,
  { position, subjectId: about }: ActItem,
  { state, reason }: Outcome,
): Promise<void> {
  const isSettled = await settleItem(tx, actId, position, { state, reason, at: ctx.clock.now() });
  if (isSettled) await appendAudit(tx, ctx, itemWorked({ actId, about, outcome: state, reason }));
}
