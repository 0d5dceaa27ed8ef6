import { hostname } from "node:os";
import { parseCronItems, Logger as QueueLogger, run } from "graphile-worker";
import pg from "pg";
import type { Context } from "#lib/access/context.ts";
import { folderCopy } from "#lib/audit/folder-copy.ts";
import { type KeptLog, keepAuditLog } from "#lib/audit/keep-log.ts";
import { checkpointSigner } from "#lib/audit/sign-checkpoint.ts";
import { ConfigurationError } from "#lib/config/environment.ts";
import { createLogger, endOnUncaught, type Logger } from "#lib/config/logger.ts";
import { type WorkerConfig, workerConfig } from "#lib/config/worker-config.ts";
import { consentHandlers } from "#lib/consent/consent-handlers.ts";
import { findDueConsents, findReminders } from "#lib/consent/jobs.ts";
import { closeDatabase, type Database, openDatabase } from "#lib/db/database.ts";
import { MigrationError, requireCurrentSchema } from "#lib/db/migrate.ts";
import { answerSignInRequestHandler } from "#lib/identity/answer-sign-in-request.job.ts";
import { purgeIdentity } from "#lib/identity/jobs.ts";
import { purgeIdentityHandler } from "#lib/identity/purge.job.ts";
import { sendSignInMailHandler } from "#lib/identity/send-sign-in-mail.job.ts";
import { smtpSender, transportUrl } from "#lib/identity/smtp.ts";
import { takeKeyInventory } from "#lib/installation/jobs.ts";
import { type KeyCatalogue, takeKeyInventoryHandler } from "#lib/installation/take-key-inventory.job.ts";
import { InstitutionFileError } from "#lib/institutions/institution-file.ts";
import type { JobHandler } from "#lib/jobs/handler.ts";
import { beat, heartbeatEveryMs } from "#lib/jobs/heartbeat.ts";
import { tasksOf } from "#lib/jobs/queue-tasks.ts";
import { systemClock } from "#lib/kernel/clock.ts";
import { connectKms, type Kms } from "#lib/keys/kms.ts";
import { rewrapKeyHandler } from "#lib/records/rewrap-key.job.ts";
import { destroyCredentialHandler } from "#lib/vault/destroy-credential.job.ts";
import { rotateKeys, sweepVault } from "#lib/vault/jobs.ts";
import { recogniseCredentialHandler } from "#lib/vault/recognise-credential.job.ts";
import { rewrapCredentialHandler } from "#lib/vault/rewrap-credential.job.ts";
import { rewrapLikenessHandler } from "#lib/vault/rewrap-likeness-key.job.ts";
import { rotateKeysHandler } from "#lib/vault/rotate-keys.job.ts";
import type { Opener } from "#lib/vault/sealer.ts";
import { sweepVaultHandler } from "#lib/vault/sweep.job.ts";
import { keyCatalogueOf, openerOf, recordKeySettingsOf, recordWrappingKeys } from "./worker-keys.ts";

/** Every kind of job that this build can do. */
function handlersOf(config: WorkerConfig, opener: Opener, keys: KeyCatalogue): readonly JobHandler[] {
  const { kms, receiptSigner: version, processorId } = opener;
  const receiptSigner = { kms, version, processorId };
  const sendMail = smtpSender(transportUrl(config.mail.server.reveal()), config.mail.from);
  return [
    answerSignInRequestHandler,
    sendSignInMailHandler(sendMail, config.portalOrigins),
    purgeIdentityHandler,
    destroyCredentialHandler(opener),
    recogniseCredentialHandler(opener),
    rewrapCredentialHandler(opener),
    rewrapLikenessHandler(opener),
    rewrapKeyHandler(recordKeySettingsOf(config, opener)),
    rotateKeysHandler(
      opener,
      Object.keys(config.kms.keys.regions),
      recordWrappingKeys(config.kms.keys, opener.keyDatabase),
    ),
    sweepVaultHandler(opener),
    takeKeyInventoryHandler(keys),
    ...consentHandlers(sendMail, config.portalOrigins[0], receiptSigner),
  ];
}

const inventoryKey = `${takeKeyInventory.name}:inventory`;
const schedule = parseCronItems([
  { task: purgeIdentity.name, match: "17 * * * *", options: { jobKey: `${purgeIdentity.name}:purge` } },
  { task: rotateKeys.name, match: "* * * * *", options: { jobKey: `${rotateKeys.name}:rotate` } },
  { task: takeKeyInventory.name, match: "*/5 * * * *", options: { jobKey: inventoryKey } },
  { task: sweepVault.name, match: "*/10 * * * *", options: { jobKey: `${sweepVault.name}:sweep` } },
  { task: findDueConsents.name, match: "* * * * *", options: { jobKey: `${findDueConsents.name}:due` } },
  { task: findReminders.name, match: "7 * * * *", options: { jobKey: `${findReminders.name}:reminders` } },
]);

async function main(): Promise<void> {
  const config = workerConfig();
  const log = createLogger("worker", config.logLevel);
  endOnUncaught(log);
  const db = openDatabase(config.databases.data, { size: config.concurrency + 2, name: "licet-worker" });
  const keyDatabase = openDatabase(config.databases.key, { size: 2, name: "licet-worker" });
  await requireCurrentSchema(db.$client, "data");
  await requireCurrentSchema(keyDatabase.$client, "keys");
  const kms = await connectKms(config.kms.address);
  // Connections of its own: the log's pace must not depend on how busy the jobs are.
  const logDatabase = openDatabase(config.databases.data, { size: 3, name: "licet-audit-log" });

  const stopping = new AbortController();
  const base = { db, clock: systemClock };
  const queuePool = openQueuePool(config, log);
  const opener = openerOf(config, keyDatabase, kms, log);
  const handlers = handlersOf(config, opener, keyCatalogueOf(config.kms.keys, opener, kms));
  const runner = await run({
    pgPool: queuePool,
    concurrency: config.concurrency,
    taskList: tasksOf(handlers, base, stopping.signal, log),
    parsedCronItems: schedule,
    noHandleSignals: true,
    logger: quietQueueLogger(log),
  });
  const stopHeart = await startHeart(
    { ...base, actor: { type: "system", job: "heartbeat" }, requestId: "heartbeat" },
    log,
  );
  // A new installation has an inventory at once, and one that was stopped for days a fresh one.
  await runner.addJob(takeKeyInventory.name, {}, { jobKey: inventoryKey });
  const auditLog = startAuditLog(config, logDatabase, kms, log);
  log.info("worker.ready");

  const stop = async () => {
    if (stopping.signal.aborted) return;
    log.info("worker.stopping");
    stopping.abort(new Error("the worker is stopping"));
    stopHeart();
    await runner.stop();
    await auditLog.stop();
    const databases = [db, keyDatabase, logDatabase].map(closeDatabase);
    await Promise.allSettled([...databases, queuePool.end(), kms.close()]);
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void stop());
  await runner.promise;
}

/** The audit log is kept beside the jobs, as the system and on behalf of nobody. */
function startAuditLog({ audit, kms: { keys } }: WorkerConfig, db: Database, kms: Kms, log: Logger): KeptLog {
  const sign = checkpointSigner({
    origin: audit.origin,
    kms,
    version: keys.signers.auditCheckpoint,
    copy: folderCopy(audit.copyFolder, systemClock.now),
  });
  const actor = { type: "system", job: "audit.log" } as const;
  return keepAuditLog({ db, clock: systemClock, actor, requestId: "audit-log" }, sign, log);
}

/** The queue's connections act as `licet_queue`, which sees the queue's tables and no other. */
function openQueuePool({ databases, concurrency }: WorkerConfig, log: Logger): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databases.data.url.reveal(),
    ssl: { ca: databases.data.ca, rejectUnauthorized: true },
    options: "-c role=licet_queue -c idle_in_transaction_session_timeout=10s -c transaction_timeout=30s",
    application_name: "licet-queue",
    max: concurrency + 2,
  });
  const lost = (err: Error) => log.warn({ err }, "queue.connection_lost");
  pool.on("error", lost).on("connect", (client) => client.on("error", lost));
  return pool;
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
  const kinds = [ConfigurationError, InstitutionFileError, MigrationError];
  const known = kinds.some((kind) => failure instanceof kind);
  process.stderr.write(known ? `${(failure as Error).message}\n` : "");
  if (!known) createLogger("worker", "info").fatal({ err: failure }, "worker.failed");
  process.exit(1);
});
