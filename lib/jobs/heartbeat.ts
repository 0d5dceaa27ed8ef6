import { sql } from "drizzle-orm";
import type { Context } from "#lib/access/context.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { workerHeartbeats } from "./schema.ts";

export const heartbeatEveryMs = 5_000;
/** A worker that has not been seen for this long is not counted on. */
export const lateAfterMs = 20_000;

export type WorkerState = "running" | "late" | "never";

export interface WorkerStatus {
  readonly state: WorkerState;
  readonly lastSeenAt: string | null;
}

/**
 * Says that this worker is alive, and forgets those that have been gone for a day. The queue's name for it tells which
 * jobs are in its hands.
 */
export async function beat(
  ctx: Context,
  workerId: string,
  startedAt: Date,
  queueId: string | null = null,
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await tx
      .insert(workerHeartbeats)
      .values({ workerId, startedAt, queueId, seenAt: sql`now()` })
      .onConflictDoUpdate({ target: workerHeartbeats.workerId, set: { seenAt: sql`now()`, queueId } });
    await tx.delete(workerHeartbeats).where(sql`${workerHeartbeats.seenAt} < now() - interval '1 day'`);
  });
}

/** Judged by the database's clock, which wrote the heartbeat. */
export async function readWorkerStatus(ctx: Context): Promise<WorkerStatus> {
  const { rows } = await inTransaction(ctx, (tx) =>
    tx.execute<{ seen_at: string | null; age_ms: number | null }>(sql`select max(seen_at)::text as seen_at,
      (extract(epoch from now() - max(seen_at)) * 1000)::float8 as age_ms from ${workerHeartbeats}`),
  );
  const [row] = rows;
  if (!row?.seen_at || row.age_ms === null) return { state: "never", lastSeenAt: null };
  return {
    state: row.age_ms > lateAfterMs ? "late" : "running",
    lastSeenAt: new Date(row.seen_at).toISOString(),
  };
}
