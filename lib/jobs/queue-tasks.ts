import type { TaskList } from "graphile-worker";
import type { Context } from "#lib/access/context.ts";
import type { Logger } from "#lib/config/logger.ts";
import type { JobHandler } from "./handler.ts";
import { runJob } from "./run-job.ts";

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
      async (payload: unknown, { job }: { job: { id: string; attempts: number } }) => {
        const facts = { job: handler.job.name, jobId: job.id, attempt: job.attempts };
        try {
          const context = { ...base, requestId: `job-${job.id}` };
          const outcome = await runJob(handler, withoutSchedule(payload), context, stopping);
          log.info({ ...facts, ...outcome }, "job.finished");
        } catch (err) {
          log.error({ ...facts, err }, "job.failed");
          // The queue stores a failure's text; ours says its kind only, because messages quote values.
          throw new Error(err instanceof Error ? err.name : "failed");
        }
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
