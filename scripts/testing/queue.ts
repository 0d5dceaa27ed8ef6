import { Logger, type Runner, run } from "graphile-worker";
import pg from "pg";
import type { Context } from "#lib/access/context.ts";
import type { JobHandler } from "#lib/jobs/handler.ts";
import { tasksOf } from "#lib/jobs/queue-tasks.ts";
import type { TestDatabase } from "./database.ts";

export interface TestQueue {
  /** The failures that jobs ended in, as the worker's log names them. */
  readonly failures: readonly { readonly job: string; readonly code: string }[];
  /** Which kinds of job were done, one entry each. */
  readonly done: readonly string[];
  stop(): Promise<void>;
}

const silent = new Logger(() => () => undefined);

/** The worker's queue with these handlers, on this file's database: claimed, retried and backed off as in the worker. */
export async function startQueue(
  database: TestDatabase,
  base: Pick<Context, "db" | "clock">,
  handlers: readonly JobHandler[],
): Promise<TestQueue> {
  const failures: { job: string; code: string }[] = [];
  const done: string[] = [];
  const log = {
    info: (facts: { job: string }) => done.push(facts.job),
    error: ({ job, err }: { job: string; err: { code?: string; name: string } }) =>
      failures.push({ job, code: err.code ?? err.name }),
  };
  const stopping = new AbortController();
  const pgPool = new pg.Pool({
    connectionString: database.url("data", "licet_worker"),
    ssl: { ca: database.ca },
    options: "-c role=licet_queue",
    max: 6,
  });
  const lost = () => undefined;
  pgPool.on("error", lost).on("connect", (client) => client.on("error", lost));
  const runner: Runner = await run({
    pgPool,
    concurrency: 4,
    pollInterval: 200,
    taskList: tasksOf(handlers, base, stopping.signal, log as never),
    noHandleSignals: true,
    logger: silent,
  });
  return {
    failures,
    done,
    stop: async () => {
      stopping.abort();
      await runner.stop();
      await pgPool.end();
    },
  };
}
