import { hostname } from "node:os";
import { parseCronItems, Logger as QueueLogger, run, type TaskList } from "graphile-worker";
import pg from "pg";
import type { Context } from "#lib/access/context.ts";
import { ConfigurationError } from "#lib/config/environment.ts";
import { createLogger, endOnUncaught, type Logger } from "#lib/config/logger.ts";
import { type WorkerConfig, workerConfig } from "#lib/config/worker-config.ts";
import { closeDatabase, type Database, openDatabase } from "#lib/db/database.ts";
import { MigrationError, requireCurrentSchema } from "#lib/db/migrate.ts";
import { answerSignInRequestHandler } from "#lib/identity/answer-sign-in-request.job.ts";
import { purgeIdentity } from "#lib/identity/jobs.ts";
import { purgeIdentityHandler } from "#lib/identity/purge.job.ts";
import { sendSignInMailHandler } from "#lib/identity/send-sign-in-mail.job.ts";
import { smtpSender, transportUrl } from "#lib/identity/smtp.ts";
import type { JobHandler } from "#lib/jobs/handler.ts";
import { beat, heartbeatEveryMs } from "#lib/jobs/heartbeat.ts";
import { runJob } from "#lib/jobs/run-job.ts";
import { systemClock } from "#lib/kernel/clock.ts";
import { connectKms, type Kms } from "#lib/keys/kms.ts";
import { destroyCredentialHandler } from "#lib/vault/destroy-credential.job.ts";
import { sweepVault } from "#lib/vault/jobs.ts";
import { rewrapCredentialHandler } from "#lib/vault/rewrap-credential.job.ts";
import type { Opener } from "#lib/vault/sealer.ts";
import { sweepVaultHandler } from "#lib/vault/sweep.job.ts";

/** Every kind of job that this build can do. */
function handlersOf(config: WorkerConfig, opener: Opener): readonly JobHandler[] {
  const sendMail = smtpSender(transportUrl(config.mail.server.reveal()), config.mail.from);
  return [
    answerSignInRequestHandler,
    sendSignInMailHandler(sendMail, config.portalOrigins),
    purgeIdentityHandler,
    destroyCredentialHandler(opener),
    rewrapCredentialHandler(opener),
    sweepVaultHandler(opener, Object.keys(config.kms.keys.regions)),
  ];
}

const schedule = parseCronItems([
  { task: purgeIdentity.name, match: "17 * * * *", options: { jobKey: `${purgeIdentity.name}:purge` } },
  { task: sweepVault.name, match: "*/10 * * * *", options: { jobKey: `${sweepVault.name}:sweep` } },
]);

/** What the vault needs to open, as this process has it: the key database, the KMS and the keys' names. */
function openerOf({ kms: { keys }, vault }: WorkerConfig, keyDatabase: Database, kms: Kms): Opener {
  const keysOf = (region: string) => {
    const found = keys.regions[region];
    if (!found) throw new Error(`no keys are configured for region ${region}`);
    return found;
  };
  return { keyDatabase, kms, keysOf, receiptSigner: keys.signers.receipt, ...vault };
}

async function main(): Promise<void> {
  const config = workerConfig();
  const log = createLogger("worker", config.logLevel);
  endOnUncaught(log);
  const db = openDatabase(config.databases.data, { size: config.concurrency + 2, name: "licet-worker" });
  const keyDatabase = openDatabase(config.databases.key, { size: 2, name: "licet-worker" });
  await requireCurrentSchema(db.$client, "data");
  await requireCurrentSchema(keyDatabase.$client, "keys");
  const kms = await connectKms(config.kms.address);

  const stopping = new AbortController();
  const base = { db, clock: systemClock };
  const queuePool = openQueuePool(config, log);
  const runner = await run({
    pgPool: queuePool,
    concurrency: config.concurrency,
    taskList: tasksOf(handlersOf(config, openerOf(config, keyDatabase, kms)), base, stopping.signal, log),
    parsedCronItems: schedule,
    noHandleSignals: true,
    logger: quietQueueLogger(log),
  });
  const stopHeart = await startHeart(
    { ...base, actor: { type: "system", job: "heartbeat" }, requestId: "heartbeat" },
    log,
  );
  log.info("worker.ready");

  const stop = async () => {
    if (stopping.signal.aborted) return;
    log.info("worker.stopping");
    stopping.abort(new Error("the worker is stopping"));
    stopHeart();
    await runner.stop();
    await Promise.allSettled([closeDatabase(db), closeDatabase(keyDatabase), queuePool.end(), kms.close()]);
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void stop());
  await runner.promise;
}

/** The queue's connections act as `licet_queue`, which sees the queue's tables and no other. */
function openQueuePool({ databases, concurrency }: WorkerConfig, log: Logger): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databases.data.url.reveal(),
    ssl: { ca: databases.data.ca, rejectUnauthorized: true },
    options: "-c role=licet_queue",
    application_name: "licet-queue",
    max: concurrency + 2,
  });
  const lost = (err: Error) => log.warn({ err }, "queue.connection_lost");
  pool.on("error", lost).on("connect", (client) => client.on("error", lost));
  return pool;
}

function tasksOf(
  handlers: readonly JobHandler[],
  base: Pick<Context, "db" | "clock">,
  stopping: AbortSignal,
  log: Logger,
): TaskList {
  return Object.fromEntries(
    handlers.map((handler) => [
      handler.job.name,
      async (payload: unknown, { job }: { job: { id: string; attempts: number } }) => {
        const facts = { job: handler.job.name, jobId: job.id, attempt: job.attempts };
        try {
          const outcome = await runJob(
            handler,
            withoutSchedule(payload),
            { ...base, requestId: `job-${job.id}` },
            stopping,
          );
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

/** Only the queue's warnings, as a level: its own texts quote payloads and database messages. */
const quietQueueLogger = (log: Logger) =>
  new QueueLogger(() => (level) => {
    if (level === "error" || level === "warning") log.warn({ level }, "queue.warning");
  });

async function startHeart(ctx: Context, log: Logger): Promise<() => void> {
  const workerId = `${hostname()}-${process.pid}`;
  const startedAt = ctx.clock.now();
  await beat(ctx, workerId, startedAt);
  const timer = setInterval(() => {
    beat(ctx, workerId, startedAt).catch((err) => log.warn({ err }, "worker.heartbeat_failed"));
  }, heartbeatEveryMs);
  return () => clearInterval(timer);
}

main().catch((failure: unknown) => {
  const known = failure instanceof ConfigurationError || failure instanceof MigrationError;
  process.stderr.write(known ? `${failure.message}\n` : "");
  if (!known) createLogger("worker", "info").fatal({ err: failure }, "worker.failed");
  process.exit(1);
});
