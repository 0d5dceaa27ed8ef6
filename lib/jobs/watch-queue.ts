import type pg from "pg";
import type { Logger } from "#lib/config/logger.ts";
import { tell } from "#lib/kernel/told.ts";

const everyMs = 15_000;

const counting = `select
    count(*) filter (where is_due)::int as due,
    count(*) filter (where attempts >= max_attempts)::int as failed,
    coalesce(extract(epoch from now() - min(run_at) filter (where is_due)), 0)::float8 as oldest
  from (select run_at, attempts, max_attempts,
      locked_at is null and run_at <= now() and attempts < max_attempts as is_due
    from graphile_worker.jobs) jobs`;

/** Tells how the queue stands, on a connection that acts as the queue's own role. */
export async function tellQueue(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ due: number; failed: number; oldest: number }>(counting);
  const [row] = rows;
  if (row)
    tell("queue.watched", { due: row.due, oldestSeconds: Math.max(0, row.oldest), failed: row.failed });
}

/** Beside the jobs, every 15 seconds. A database that is away is said in the log and looked at again. */
export function watchQueue(pool: pg.Pool, log: Pick<Logger, "warn">): () => void {
  const look = () => void tellQueue(pool).catch((err) => log.warn({ err }, "queue.not_watched"));
  look();
  const timer = setInterval(look, everyMs);
  return () => clearInterval(timer);
}
