import { randomInt } from "node:crypto";
import type { Context } from "#lib/access/context.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { type AspspFailure, passes } from "#lib/aspsp/failure.ts";
import { appendAudit } from "#lib/audit/append.ts";
import type { Transaction } from "#lib/db/database.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { summarise } from "#lib/records/jobs.ts";
import { syncEnded } from "./audit-events.ts";
import { failPending } from "./product-state-repository.ts";
import type { Tally } from "./read-all.ts";
import { retryAt } from "./refresh-time.ts";
import { endSync, holdFence, readHistory, setNextRefresh } from "./sync-repository.ts";
import type { SyncRun } from "./sync-run.ts";
import type { SyncOutcome } from "./view.ts";

type Ended = Exclude<SyncOutcome, "running">;

/** What a run came to. */
export function outcomeOf({ read, failed, failure }: Tally): { outcome: Ended; reason: AspspFailure | null } {
  if (failure?.scope === "stopped") return { outcome: "stopped", reason: null };
  if (failure?.scope === "revoked") return { outcome: "stopped", reason: "consentRevoked" };
  if (failed === 0) return { outcome: "done", reason: null };
  return { outcome: read > 0 ? "partial" : "failed", reason: failure?.reason ?? "accountGone" };
}

const steps = 1_000;

/** Notes how it went. A bank that was only away is asked again soon, a few times; everything else waits for its night. */
export async function finishSync(ctx: Context, run: SyncRun, tally: Tally): Promise<void> {
  const { tenantId, investorId, connectionId, syncId } = run;
  const { outcome, reason } = outcomeOf(tally);
  await inTransaction(ctx, async (tx) => {
    await holdFence(tx, run);
    const at = ctx.clock.now();
    const calls = await endSync(tx, run, { outcome, reason, at });
    await failPending(tx, connectionId, reason ?? "interrupted", at);
    if (outcome === "failed" && reason !== null && passes(reason) && reason !== "tooManyRequests") {
      const { failures } = await readHistory(tx, connectionId);
      await setNextRefresh(tx, run, retryAt(connectionId, failures, at, randomInt(steps) / steps));
    }
    const { read, failed } = tally;
    const facts = { connectionId, syncId, outcome, reason, calls: calls ?? 0, read, failed };
    await appendAudit(tx, ctx, syncEnded(facts));
    await enqueue(tx, summarise, { tenantId, investorId });
  });
}

/** Where the connection or its consent has ended meanwhile there is no fence to hold, and nothing but this to note. */
export async function stopSync(
  tx: Transaction,
  ctx: Context,
  { connectionId, syncId }: Pick<SyncRun, "connectionId" | "syncId">,
): Promise<void> {
  const end = { outcome: "stopped", reason: null, at: ctx.clock.now() } as const;
  const calls = await endSync(tx, { syncId }, end);
  if (calls === null) return;
  await failPending(tx, connectionId, "interrupted", end.at);
  const facts = { connectionId, syncId, outcome: end.outcome, reason: null, calls, read: 0, failed: 0 };
  await appendAudit(tx, ctx, syncEnded(facts));
}
