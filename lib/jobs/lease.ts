import { sql } from "drizzle-orm";
import type { Context } from "#lib/access/context.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { Logger } from "#lib/config/logger.ts";
import { beat, heartbeatEveryMs, lateAfterMs } from "./heartbeat.ts";

export interface LeasePace {
  readonly beatEveryMs: number;
  readonly lateAfterMs: number;
}

/** A dead worker's jobs are with another after twenty-five seconds and the queue's next look. */
const usualPace: LeasePace = { beatEveryMs: heartbeatEveryMs, lateAfterMs };

/** Gives the jobs of workers that have not been seen for so long to those that are there, and says how many. */
export async function takeOverJobs(ctx: Context, afterMs: number): Promise<number> {
  const { rows } = await inTransaction(ctx, (tx) =>
    tx.execute<{ taken: number }>(sql`select gate.take_over_jobs(${afterMs / 1_000}) as taken`),
  );
  return rows[0]?.taken ?? 0;
}

export interface Lease {
  /** From now on jobs that are locked under this name of the queue are this worker's. */
  claimsAs(queueId: string): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Says again and again that this worker is alive, and takes over from those that do not. Resolves once it was said for
 * the first time: whoever works and has no heartbeat counts as dead.
 */
export async function keepLease(
  ctx: Context,
  workerId: string,
  log: Pick<Logger, "info" | "warn">,
  pace: LeasePace = usualPace,
): Promise<Lease> {
  const startedAt = ctx.clock.now();
  let claimer: string | null = null;
  const sayAlive = () => beat(ctx, workerId, startedAt, claimer);
  await sayAlive();

  let round: Promise<void> | null = null;
  const once = async () => {
    try {
      await sayAlive();
      const taken = await takeOverJobs(ctx, pace.lateAfterMs);
      if (taken > 0) log.info({ taken }, "jobs.taken_over");
    } catch (err) {
      log.warn({ err }, "worker.heartbeat_failed");
    } finally {
      round = null;
    }
  };
  const timer = setInterval(() => {
    round ??= once();
  }, pace.beatEveryMs);
  return {
    claimsAs: (queueId) => {
      claimer = queueId;
      return sayAlive();
    },
    stop: async () => {
      clearInterval(timer);
      await round;
    },
  };
}
