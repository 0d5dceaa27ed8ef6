import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { readBankSides } from "#lib/connections/read-bank-sides.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { ErasureId } from "#lib/kernel/id.ts";
import { listAccessesOf } from "#lib/vault/list-accesses-of.ts";
import { erasureCompleted } from "./audit-events.ts";
import {
  type Erasure,
  isDue,
  nextLook,
  type Obligation,
  obligationKinds,
  obligationsOf,
  standingOf,
} from "./erasure.ts";
import { type ErasureParts, erasureSteps } from "./erasure-steps.ts";
import { passObligation } from "./meet-obligation.ts";
import {
  addObligations,
  deleteEvidenceOf,
  findErasure,
  listObligations,
  lockErasure,
  saveLook,
} from "./repository.ts";

/**
 * Goes through the ledger once and meets what can be met. What cannot, because a bank or a mail server is away, keeps
 * nothing else from being met; its failure is thrown at the end. Killed at any step it is begun again. Says whether
 * something is still open.
 */
export async function walkLedger(
  ctx: Context,
  parts: ErasureParts,
  erasureId: ErasureId,
  signal: AbortSignal,
): Promise<boolean> {
  requirePermission(ctx, "privacy.work");
  const erasure = await inTransaction(ctx, (tx) => findErasure(tx, erasureId));
  await inTransaction(ctx, (tx) => addWhatCame(tx, ctx, erasure));
  const failures: unknown[] = [];
  for (const kind of obligationKinds) {
    // Read again for each kind: what was met a moment ago lets the next one be met.
    const ledger = await inTransaction(ctx, (tx) => listObligations(tx, erasureId));
    for (const obligation of ledger.filter((one) => one.kind === kind)) {
      signal.throwIfAborted();
      try {
        await take(ctx, parts, { erasure, obligation, ledger, signal });
      } catch (failure) {
        failures.push(failure);
      }
    }
  }
  const isOpen = await conclude(ctx, erasureId);
  if (failures.length > 0) throw failures[0];
  return isOpen;
}

/** What was being begun in the moment in which the erasure was. */
async function addWhatCame(tx: Transaction, ctx: Context, erasure: Erasure): Promise<void> {
  const known = await listObligations(tx, erasure.erasureId);
  const sides = await readBankSides(tx, ctx, erasure.investorId);
  const accesses = await listAccessesOf(tx, ctx, erasure.investorId);
  const all = obligationsOf(
    erasure,
    sides,
    accesses.map(({ credentialId }) => credentialId),
  );
  const isKnown = (one: Obligation) =>
    known.some(({ kind, subjectId }) => kind === one.kind && subjectId === one.subjectId);
  const fresh = all.filter((one) => !isKnown(one));
  if (fresh.length > 0) await addObligations(tx, erasure, fresh);
}

interface Taken {
  readonly erasure: Erasure;
  readonly obligation: Obligation;
  readonly ledger: readonly Obligation[];
  readonly signal: AbortSignal;
}

async function take(ctx: Context, parts: ErasureParts, taken: Taken): Promise<void> {
  const { erasure, obligation } = taken;
  if (obligation.state === "open") return erasureSteps[obligation.kind]({ ctx, parts, ...taken });
  if (!isDue(obligation, ctx.clock.now())) return;
  await inTransaction(ctx, async (tx) => {
    if (obligation.kind === "evidence") await deleteEvidenceOf(tx, erasure.investorId);
    await passObligation(tx, ctx, erasure.erasureId, obligation);
  });
}

/** Notes when to look again, and the moment in which it is complete, once. */
async function conclude(ctx: Context, erasureId: ErasureId): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    const { completedAt: before } = await lockErasure(tx, erasureId);
    const ledger = await listObligations(tx, erasureId);
    const now = ctx.clock.now();
    const isComplete = standingOf(ledger).kind === "complete";
    const completedAt = before ?? (isComplete ? now : null);
    await saveLook(tx, erasureId, { nextLookAt: nextLook(ledger, now), completedAt });
    if (isComplete && before === null) await appendAudit(tx, ctx, erasureCompleted({ erasureId }));
    return ledger.some(({ state }) => state === "open");
  });
}
