import type { Context } from "#lib/access/context.ts";
import { appendAudit } from "#lib/audit/append.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { ErasureId } from "#lib/kernel/id.ts";
import { obligationMet } from "./audit-events.ts";
import { type Obligation, pass, type Settlement, settle } from "./erasure.ts";
import { saveObligation } from "./repository.ts";

/** Notes how an obligation was met, with its event, in the transaction in which it was. Noted once, however often it is done. */
export async function meetObligation(
  tx: Transaction,
  ctx: Context,
  erasureId: ErasureId,
  obligation: Obligation,
  how: Settlement,
): Promise<void> {
  const after = settle(obligation, how, ctx.clock.now());
  if (after) await note(tx, ctx, erasureId, obligation, after);
}

/** The time has passed that it waited for or was kept until. */
export const passObligation = (tx: Transaction, ctx: Context, erasureId: ErasureId, obligation: Obligation) =>
  note(tx, ctx, erasureId, obligation, pass(obligation));

async function note(
  tx: Transaction,
  ctx: Context,
  erasureId: ErasureId,
  before: Obligation,
  after: Obligation,
): Promise<void> {
  if (!(await saveObligation(tx, erasureId, before, after))) return;
  const { kind, subjectId: about, state, reason, until } = after;
  await appendAudit(
    tx,
    ctx,
    obligationMet({ erasureId, kind, about, state, reason, until: until?.toISOString() ?? null }),
  );
}
