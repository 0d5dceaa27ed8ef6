import type { TaskList } from "graphile-worker";
import type { Context } from "#lib/access/context.ts";
import type { Logger } from "#lib/config/logger.ts";
import { during } from "#lib/kernel/told.ts";
import type { JobHandler } from "./handler.ts";
import { runJob } from "./run-job.ts";

interface QueuedJob {
  readonly id: string;
  readonly attempts: number;
  readonly run_at: Date;
}

/** By this machine's clock, which may be a little behind the database's. */
const overdueSeconds = ({ run_at }: QueuedJob): number =>
  Math.max(0, (Date.now() - run_at.getTime()) / 1_000);

/** The handlers as the queue calls them. What a job throws is logged; the queue stores a failure's kind and no text of it. */
export function tasksOf(
  handlers: readonly JobHandler[],
  base: Pick<Context, "db" | "clock">,
  stopping: AbortSignal,
  log: Pick<Logger, "info" | "error">,
): TaskList {
  return Object.fromEntries(
    handlers.map((handler) => [
      handler.job.name,
      (payload: unknown, { job }: { job: QueuedJob }) => {
        const facts = { job: handler.job.name, jobId: job.id, attempt: job.attempts };
        return during("job", { job: handler.job.name, waitedSeconds: overdueSeconds(job) }, async (end) => {
          try {
            const context = { ...base, requestId: `job-${job.id}` };
            const outcome = await runJob(handler, withoutSchedule(payload), context, stopping);
            log.info({ ...facts, ...outcome }, "job.finished");
            end({ outcome: outcome.kind });
          } catch (err) {
            log.error({ ...facts, err }, "job.failed");
            end({ outcome: "failed" });
            // The queue stores a failure's text; ours says its kind only, because messages quote values.
            throw new Error(err instanceof Error ? err.name : "failed");
          }
        });
      },
    ]),
  );
}

/** The queue adds when a scheduled job was due; our payloads are strict and do not know it. */
function withoutSchedule(payload: unknown): unknown {
  if (typeof payload !== "object" || payload === null) return payload;
  const { _cron, ...given } = payload as Record<string, unknown>;
  return given;
}
