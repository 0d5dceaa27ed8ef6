import type { Context } from "#lib/access/context.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { confirmationNeeded, credentialNeeded } from "./audit-events.ts";
import { type ConnectionNeed, need } from "./connection.ts";
import { lockConnection, saveConnection } from "./repository.ts";
import { holdFence } from "./sync-repository.ts";
import type { SyncRun } from "./sync-run.ts";
import type { NeedReason } from "./view.ts";

/** Puts before the investor what only they can do, once. Nothing is tried at the bank until they have. */
export async function askInvestor(
  ctx: Context,
  run: SyncRun,
  what: ConnectionNeed,
  reason: NeedReason,
): Promise<void> {
  const { connectionId } = run;
  await inTransaction(ctx, async (tx) => {
    const before = await lockConnection(tx, connectionId);
    await holdFence(tx, run);
    const after = need(before, what, reason, ctx.clock.now());
    if (after === before) return;
    await saveConnection(tx, before, after);
    const event = what === "confirm" ? confirmationNeeded : credentialNeeded;
    await appendAudit(tx, ctx, event({ connectionId, reason }));
  });
}
