import { EventEmitter, once } from "node:events";
import {
  type ParsedCronItem,
  Logger as QueueLogger,
  type Runner,
  run,
  type WorkerEventMap,
  type WorkerEvents,
} from "graphile-worker";
import type pg from "pg";
import type { Context } from "#lib/access/context.ts";
import type { Logger } from "#lib/config/logger.ts";
import type { JobHandler } from "#lib/jobs/handler.ts";
import { keepLease, type Lease } from "#lib/jobs/lease.ts";
import { tasksOf } from "#lib/jobs/queue-tasks.ts";

/** How many jobs that somebody waits for run at once, besides all others. */
export const awaitedPlaces = 8;

interface Beside {
  readonly pool: pg.Pool;
  readonly base: Pick<Context, "db" | "clock">;
  readonly stopping: AbortSignal;
  readonly log: Logger;
}

interface Work {
  readonly handlers: readonly JobHandler[];
  /** The worker's, under which it leads dialogs and reads too. */
  readonly lease: Lease;
  readonly workerId: string;
  readonly places: number;
  readonly schedule: ParsedCronItem[];
}

/**
 * Takes jobs from the queue twice: what somebody waits for has places of its own, so that it never waits until a slow
 * bank has been read. The second one has a lease of its own, because the queue knows each under a name of its own.
 */
export async function startQueue(
  { handlers, lease, workerId, places, schedule }: Work,
  beside: Beside,
): Promise<Pick<Runner, "addJob" | "stop" | "promise">> {
  const actor = { type: "system", job: "heartbeat" } as const;
  const context = { ...beside.base, actor, requestId: "heartbeat" };
  const awaitedLease = await keepLease(context, `${workerId}-awaited`, beside.log);
  const awaited = handlers.filter(({ job }) => job.isAwaited);
  const others = handlers.filter(({ job }) => !job.isAwaited);
  const runners = [
    await take(awaited, awaitedPlaces, [], awaitedLease, beside),
    await take(others, places, schedule, lease, beside),
  ] as const;
  return {
    addJob: runners[1].addJob,
    promise: Promise.all(runners.map(({ promise }) => promise)).then(() => undefined),
    async stop() {
      await awaitedLease.stop();
      await Promise.all(runners.map((runner) => runner.stop()));
    },
  };
}

async function take(
  handlers: readonly JobHandler[],
  concurrency: number,
  parsedCronItems: ParsedCronItem[],
  lease: Lease,
  { pool, base, stopping, log }: Beside,
): Promise<Runner> {
  const events: WorkerEvents = new EventEmitter();
  const claimed = once(events, "pool:create") as Promise<[WorkerEventMap["pool:create"]]>;
  const runner = await run({
    ...{ events, concurrency, parsedCronItems, pgPool: pool },
    taskList: tasksOf(handlers, base, stopping, log),
    noHandleSignals: true,
    logger: quietQueueLogger(log),
  });
  const [{ workerPool }] = await claimed;
  await lease.claimsAs(workerPool.id);
  return runner;
}

/** Only the queue's warnings, as a level: its own texts quote payloads and database messages. */
const quietQueueLogger = (log: Logger) =>
  new QueueLogger(() => (level) => {
    if (level === "error" || level === "warning") log.warn({ level }, "queue.warning");
  });
