import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import {
  allowLongStatement,
  firstPosition,
  readCluster,
  readLogState,
  sequenceAll,
  sequenceBelowHorizon,
  takeSequencerLock,
  writeEpoch,
} from "./log-repository.ts";
import type { Run } from "./merkle.ts";
import { writeFullTiles } from "./tile-repository.ts";

/** One transaction's worth: small enough to be over in a moment, for it holds back nobody but also hurries nobody. */
export const batchSize = 2_000;

/**
 * Takes the next events into the log, each once and without a gap, in one transaction: whoever dies in it has done
 * nothing. `null` where another process is at it.
 */
export async function sequenceEvents(ctx: Context, limit = batchSize): Promise<Run | null> {
  requirePermission(ctx, "audit.sequence");
  return inTransaction(ctx, async (tx) => {
    if (!(await takeSequencerLock(tx))) return null;
    const log = await readLogState(tx);
    if (log.position === firstPosition) await allowLongStatement(tx);
    const added = await sequenceBelowHorizon(tx, log, limit);
    await writeFullTiles(tx, added);
    return added;
  });
}

/**
 * Asks which cluster this is, once for each connection. In another one than before, transaction ids may have begun
 * anew: what the old one left is taken first, and then every transaction of the new one is looked at once.
 */
export async function beginEpoch(ctx: Context): Promise<void> {
  requirePermission(ctx, "audit.sequence");
  for (;;) {
    const isDone = await inTransaction(ctx, async (tx) => {
      if (!(await takeSequencerLock(tx))) return true;
      const { now, last } = await readCluster(tx);
      if (last?.systemIdentifier === now.systemIdentifier && last.timeline === now.timeline) return true;
      const log = await readLogState(tx);
      if (last) {
        const left = await sequenceAll(tx, log, batchSize);
        await writeFullTiles(tx, left);
        if (left.to - left.from === batchSize) return false;
      }
      const { size } = await readLogState(tx);
      await writeEpoch(tx, log.epoch + 1, size, now);
      return true;
    });
    if (isDone) return;
  }
}
