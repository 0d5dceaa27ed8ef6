import { parseCronItems } from "graphile-worker";
import pg from "pg";
import { sendAskHandler } from "#lib/asks/send-ask.job.ts";
import { authorisationHandlers } from "#lib/authorisation/sweep.job.ts";
import { ConfigurationError } from "#lib/config/environment.ts";
import { createLogger, endOnUncaught, type Logger } from "#lib/config/logger.ts";
import { type WorkerConfig, workerConfig } from "#lib/config/worker-config.ts";
import { findUncovered, findUnended } from "#lib/connections/jobs.ts";
import { findDueRefreshes } from "#lib/connections/sync-jobs.ts";
import { consentHandlers } from "#lib/consent/consent-handlers.ts";
import { findDueConsents, findReminders } from "#lib/consent/jobs.ts";
import { closeDatabase, countOf, openDatabase } from "#lib/db/database.ts";
import { MigrationError, requireCurrentSchema } from "#lib/db/migrate.ts";
import { purgeDisclosures } from "#lib/disclosures/jobs.ts";
import { purgeDisclosuresHandler } from "#lib/disclosures/purge.job.ts";
import { answerSignInRequestHandler } from "#lib/identity/answer-sign-in-request.job.ts";
import { purgeIdentity } from "#lib/identity/jobs.ts";
import type { SendMail } from "#lib/identity/mail.ts";
import { purgeIdentityHandler } from "#lib/identity/purge.job.ts";
import { sendSignInMailHandler } from "#lib/identity/send-sign-in-mail.job.ts";
import { sendStaffInvitationHandler } from "#lib/identity/send-staff-invitation.job.ts";
import { smtpSender, transportUrl } from "#lib/identity/smtp.ts";
import { takeKeyInventory } from "#lib/installation/jobs.ts";
import { type KeyCatalogue, takeKeyInventoryHandler } from "#lib/installation/take-key-inventory.job.ts";
import { InstitutionFileError } from "#lib/institutions/institution-file.ts";
import { invitationHandlers } from "#lib/invitations/invitation-handlers.ts";
import { findForgettable } from "#lib/invitations/jobs.ts";
import type { JobHandler } from "#lib/jobs/handler.ts";
import { keepLease } from "#lib/jobs/lease.ts";
import { systemClock } from "#lib/kernel/clock.ts";
import { tell } from "#lib/kernel/told.ts";
import { connectKms } from "#lib/keys/kms.ts";
import { findLiveActs } from "#lib/oversight/jobs.ts";
import { tellSecondHandler } from "#lib/oversight/tell-second.job.ts";
import { oversightHandlers } from "#lib/oversight/work-act.job.ts";
import { mailReceiptHandler } from "#lib/parties/mail-receipt.job.ts";
import { findUnsummarisedHandler } from "#lib/portfolio/find-unsummarised.job.ts";
import { findUnsummarised } from "#lib/portfolio/jobs.ts";
import { eraseInvestorHandler, findErasuresHandler } from "#lib/privacy/erase.job.ts";
import { findErasures } from "#lib/privacy/jobs.ts";
import { loadRates } from "#lib/rates/jobs.ts";
import { loadRatesHandler } from "#lib/rates/load-rates.job.ts";
import type { RateSource } from "#lib/rates/rate-source.ts";
import { rewrapKeyHandler } from "#lib/records/rewrap-key.job.ts";
import { destroyCredentialHandler } from "#lib/vault/destroy-credential.job.ts";
import { rotateKeys, sweepVault } from "#lib/vault/jobs.ts";
import { recogniseCredentialHandler } from "#lib/vault/recognise-credential.job.ts";
import { rewrapCredentialHandler } from "#lib/vault/rewrap-credential.job.ts";
import { rewrapLikenessHandler } from "#lib/vault/rewrap-likeness-key.job.ts";
import { rotateKeysHandler } from "#lib/vault/rotate-keys.job.ts";
import type { Opener } from "#lib/vault/sealer.ts";
import { sweepVaultHandler } from "#lib/vault/sweep.job.ts";
import { startAuditLog } from "./worker-audit-log.ts";
import { startBanks } from "./worker-banks.ts";
import { keepSweeping, newWorkerId, startDialogs } from "./worker-dialogs.ts";
import { keyCatalogueOf, openerOf, recordKeySettingsOf, recordWrappingKeys } from "./worker-keys.ts";
import { startLinks, type WorkerLinks } from "./worker-links.ts";
import { awaitedPlaces, startQueue } from "./worker-queue.ts";
import { startRates } from "./worker-rates.ts";
import { startWorkerTelemetry } from "./worker-telemetry.ts";

/** Every kind of job that this build can do. */
function handlersOf(
  config: WorkerConfig,
  sendMail: SendMail,
  opener: Opener,
  keys: KeyCatalogue,
  links: WorkerLinks,
  rateSource: RateSource | null,
): readonly JobHandler[] {
  const { kms, receiptSigner: version, processorId } = opener;
  const receiptSigner = { kms, version, processorId };
  const [portalOrigin] = config.portalOrigins;
  return [
    answerSignInRequestHandler,
    sendSignInMailHandler(sendMail, config.portalOrigins),
    sendStaffInvitationHandler(sendMail, config.portalOrigins),
    purgeIdentityHandler,
    purgeDisclosuresHandler,
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
    loadRatesHandler(rateSource),
    ...consentHandlers(sendMail, portalOrigin, receiptSigner),
    mailReceiptHandler(sendMail, { portalOrigin, auditOrigin: config.audit.origin }),
    ...invitationHandlers(sendMail, config.portalOrigins[0]),
    sendAskHandler(sendMail, portalOrigin),
    ...authorisationHandlers,
    ...oversightHandlers,
    tellSecondHandler(sendMail, config.portalOrigins),
    ...links.handlers,
    findUnsummarisedHandler,
    findErasuresHandler,
    eraseInvestorHandler({
      ...{ keys: links.keys, sendMail, portalOrigin },
      ...{ keyBackupDays: config.backups.keyDays, dataBackupDays: config.backups.dataDays },
    }),
  ];
}

const inventoryKey = `${takeKeyInventory.name}:inventory`;
const ratesKey = `${loadRates.name}:load`;
const schedule = parseCronItems([
  { task: purgeIdentity.name, match: "17 * * * *", options: { jobKey: `${purgeIdentity.name}:purge` } },
  { task: purgeDisclosures.name, match: "41 3 * * *", options: { jobKey: `${purgeDisclosures.name}:purge` } },
  { task: rotateKeys.name, match: "* * * * *", options: { jobKey: `${rotateKeys.name}:rotate` } },
  { task: takeKeyInventory.name, match: "*/5 * * * *", options: { jobKey: inventoryKey } },
  { task: sweepVault.name, match: "*/10 * * * *", options: { jobKey: `${sweepVault.name}:sweep` } },
  { task: findUnended.name, match: "23 * * * *", options: { jobKey: `${findUnended.name}:unended` } },
  {
    task: findUncovered.name,
    match: "*/5 * * * *",
    options: { jobKey: `${findUncovered.name}:uncovered` },
  },
  { task: findLiveActs.name, match: "* * * * *", options: { jobKey: `${findLiveActs.name}:live` } },
  { task: findErasures.name, match: "* * * * *", options: { jobKey: `${findErasures.name}:erasures` } },
  {
    task: findUnsummarised.name,
    match: "*/10 * * * *",
    options: { jobKey: `${findUnsummarised.name}:unsummarised` },
  },
  { task: findDueConsents.name, match: "* * * * *", options: { jobKey: `${findDueConsents.name}:due` } },
  {
    task: findDueRefreshes.name,
    match: "* * * * *",
    options: { jobKey: `${findDueRefreshes.name}:due` },
  },
  {
    task: findForgettable.name,
    match: "37 * * * *",
    options: { jobKey: `${findForgettable.name}:forgettable` },
  },
  { task: loadRates.name, match: "20 * * * *", options: { jobKey: ratesKey } },
  { task: findReminders.name, match: "7 * * * *", options: { jobKey: `${findReminders.name}:reminders` } },
]);

async function main(): Promise<void> {
  const config = workerConfig();
  const log = createLogger("worker", config.logLevel);
  endOnUncaught(log);
  const telemetry = await startWorkerTelemetry(config, log);
  const db = openDatabase(config.databases.data, {
    size: config.concurrency + awaitedPlaces + 8,
    name: "licet-worker",
    countedAs: "data",
  });
  const keyDatabase = openDatabase(config.databases.key, {
    size: 4,
    name: "licet-worker",
    countedAs: "keys",
  });
  await requireCurrentSchema(db.$client, "data");
  await requireCurrentSchema(keyDatabase.$client, "keys");
  const kms = await connectKms(config.kms.address);
  // Connections of its own: the log's pace must not depend on how busy the jobs are.
  const logDatabase = openDatabase(config.databases.data, {
    size: 4,
    name: "licet-audit-log",
    countedAs: "auditLog",
  });

  const stopping = new AbortController();
  const base = { db, clock: systemClock };
  const queuePool = openQueuePool(config, log);
  const banks = startBanks(config, base, log);
  const opener = openerOf(config, banks.institutions, keyDatabase, kms, log);
  const sendMail = smtpSender(transportUrl(config.mail.server.reveal()), config.mail.from);
  const workerId = newWorkerId();
  const dialogs = await startDialogs(workerId, config.relay);
  // Before anything is claimed: who leads a dialog and has no heartbeat counts as dead.
  const lease = await keepLease(
    { ...base, actor: { type: "system", job: "heartbeat" }, requestId: "heartbeat" },
    workerId,
    log,
  );
  const links = startLinks(config, { db, opener, banks, dialogs, log });
  const rates = startRates(config.rates);
  const catalogue = keyCatalogueOf(config.kms.keys, opener, kms);
  const handlers = handlersOf(config, sendMail, opener, catalogue, links, rates.source);
  telemetry.know({ handlers, institutions: banks.institutions, queuePool });
  const work = { handlers, lease, workerId, places: config.concurrency, schedule };
  const runner = await startQueue(work, { pool: queuePool, base, stopping: stopping.signal, log });
  // A new installation has an inventory at once, and one that was stopped for days a fresh one.
  await runner.addJob(takeKeyInventory.name, {}, { jobKey: inventoryKey });
  await runner.addJob(loadRates.name, {}, { jobKey: ratesKey });
  const stopSweeping = await keepSweeping(runner.addJob, log);
  const auditLog = startAuditLog(config, { db: logDatabase, kms, sendMail, log });
  log.info("worker.ready");

  const stop = async () => {
    if (stopping.signal.aborted) return;
    log.info("worker.stopping");
    stopping.abort(new Error("the worker is stopping"));
    stopSweeping();
    await dialogs.stop();
    await links.whenIdle();
    await lease.stop();
    await runner.stop();
    await links.stop();
    await banks.stop();
    await rates.stop();
    await auditLog.stop();
    const databases = [db, keyDatabase, logDatabase].map(closeDatabase);
    await Promise.allSettled([...databases, queuePool.end(), kms.close()]);
    await telemetry.stop();
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void stop());
  await runner.promise;
}

/** The queue's connections act as `licet_queue`, which sees the queue's tables and no other. */
function openQueuePool({ databases, concurrency }: WorkerConfig, log: Logger): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databases.data.url.reveal(),
    ssl: { ca: databases.data.ca, rejectUnauthorized: true },
    options: "-c role=licet_queue -c idle_in_transaction_session_timeout=10s -c transaction_timeout=30s",
    application_name: "licet-queue",
    max: concurrency + awaitedPlaces + 4,
  });
  const lost = (err: Error) => log.warn({ err }, "queue.connection_lost");
  pool.on("error", lost).on("connect", (client) => client.on("error", lost));
  tell("pool.opened", { pool: "queue", count: () => countOf(pool) });
  return pool;
}

main().catch((failure: unknown) => {
  const kinds = [ConfigurationError, InstitutionFileError, MigrationError];
  const known = kinds.some((kind) => failure instanceof kind);
  process.stderr.write(known ? `${(failure as Error).message}\n` : "");
  if (!known) createLogger("worker", "info").fatal({ err: failure }, "worker.failed");
  process.exit(1);
});
