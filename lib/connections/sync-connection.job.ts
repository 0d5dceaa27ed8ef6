import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { AspspFailure } from "#lib/aspsp/failure.ts";
import { handle, type JobHandler } from "#lib/jobs/handler.ts";
import { askInvestor } from "./ask-investor.ts";
import { openBank } from "./bank-calls.ts";
import { type BegunSync, beginSync, isUsedUp } from "./begin-sync.ts";
import { endRevoked } from "./end-revoked.ts";
import { finishSync, stopSync } from "./finish-sync.ts";
import { isOver } from "./is-over.ts";
import { judgeFailure } from "./judge-failure.ts";
import { readAll, type Tally } from "./read-all.ts";
import { syncConnection } from "./sync-jobs.ts";
import type { SyncParts } from "./sync-parts.ts";
import { letGo } from "./sync-repository.ts";

/**
 * Reads a connection once, exactly once in effect: killed anywhere, it is resumed by another worker; overtaken, it
 * stores nothing more; and from the commit that ends the consent on, it asks for nothing and stores nothing.
 */
export function syncConnectionHandler(parts: SyncParts): JobHandler {
  return handle({
    job: syncConnection,
    authorise: async () => ({ run: true }),
    run: async (ctx, { connectionId, kind }, signal) => {
      requirePermission(ctx, "connection.work");
      const begun = await beginSync(ctx, parts, { connectionId, kind });
      if (!begun) return;
      try {
        await readUnder(ctx, parts, begun, signal);
      } catch (cause) {
        // Where the database is away, it is let go of when a job's time is over.
        await inTransaction(ctx, (tx) => letGo(tx, begun.run)).catch(() => {});
        throw cause;
      }
    },
  });
}

async function readUnder(
  ctx: Context,
  parts: SyncParts,
  begun: BegunSync,
  signal: AbortSignal,
): Promise<void> {
  const { run, connection } = begun;
  const { connectionId, consentId } = connection;
  const isOverNow = () => isOver(ctx, connection);
  const stop = () => inTransaction(ctx, (tx) => stopSync(tx, ctx, run));
  using watched = parts.endings.watch([consentId, connectionId], isOverNow);
  try {
    const tally = await read(ctx, parts, begun, AbortSignal.any([signal, watched.signal]));
    const { failure } = tally;
    if (failure?.scope === "stopped") return await stop();
    if (failure?.scope === "run" && failure.need) await askInvestor(ctx, run, failure.need, failure.reason);
    await finishSync(ctx, run, tally);
    if (failure?.scope === "revoked") await endRevoked(ctx, { connectionId });
  } catch (cause) {
    // Overtaken, it leaves everything to whoever is at it; ended, there is nobody else to note it.
    if (!(watched.signal.aborted || (await isOverNow()))) throw cause;
    await stop();
  }
}

async function read(
  ctx: Context,
  parts: SyncParts,
  { connection, run, side, coverage, isResumed }: BegunSync,
  signal: AbortSignal,
): Promise<Tally> {
  const bank = parts.banks.of(connection.institutionId);
  // Not listed any more, or without a word of how it is reached: nothing is asked, and what is known stays.
  if (!bank) return nothingRead("notSupported");
  if (isUsedUp(bank.connector, side)) return nothingRead("readsExhausted");
  const calls = await openBank(ctx, parts, bank, { connection, run, side }, signal).catch(refusedGrant);
  if ("failure" in calls) return calls;
  return readAll({ ctx, parts, bank, calls, coverage, isResumed, signal });
}

const nothingRead = (reason: AspspFailure): Tally => ({
  read: 0,
  failed: 1,
  failure: { scope: "run", reason, need: null },
});

/** There is nothing left to read with. */
function refusedGrant(cause: unknown): Tally {
  const failure = judgeFailure(cause);
  if (!failure) throw cause;
  return { read: 0, failed: 1, failure };
}
