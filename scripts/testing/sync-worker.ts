import { EventEmitter, once } from "node:events";
import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { Logger as QueueLogger, run, type WorkerEventMap, type WorkerEvents } from "graphile-worker";
import pg from "pg";
import { createLogger } from "#lib/config/logger.ts";
import { endingsChannel, watchConsentEndings } from "#lib/connections/consent-endings.ts";
import { syncConnectionHandler } from "#lib/connections/sync-connection.job.ts";
import { createXs2aConnector } from "#lib/connectors/xs2a/xs2a-connector.ts";
import type { Xs2aInstitution } from "#lib/connectors/xs2a/xs2a-institution.ts";
import { type Database, openDatabase } from "#lib/db/database.ts";
import { listen } from "#lib/db/listen.ts";
import { keepLease, type LeasePace } from "#lib/jobs/lease.ts";
import { tasksOf } from "#lib/jobs/queue-tasks.ts";
import type { KeyName } from "#lib/kernel/key-name.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { connectKms } from "#lib/keys/kms.ts";
import { RecordKeys } from "#lib/records/record-keys.ts";

/** A worker that reads banks and does nothing else, to be killed, stopped and woken by a test. */
export interface SyncWorkerPlan {
  readonly workerId: string;
  readonly pace: LeasePace;
  readonly caFile: string;
  readonly dataUrl: string;
  readonly keysUrl: string;
  readonly kms: { readonly port: number; readonly ca: string; readonly token: string };
  readonly records: string;
  readonly book: string;
  /** Every connection's bank. */
  readonly institution: Xs2aInstitution;
}

const plan: SyncWorkerPlan = JSON.parse(await text(process.stdin));
const ca = readFileSync(plan.caFile, "utf8");
const open = (url: string, size: number): Database =>
  openDatabase({ url: new Secret(url), ca }, { size, name: plan.workerId });
const db = open(plan.dataUrl, 5);
const { port, ca: kmsCa, token } = plan.kms;
const kms = await connectKms({
  endpoint: { host: "localhost", port, ca: kmsCa, token: new Secret(token) },
});
const log = createLogger(plan.workerId, "info");
const base = { db, clock: { now: () => new Date() } };
const keys = new RecordKeys({
  keyDatabase: open(plan.keysUrl, 2),
  kms,
  keysOf: () => ({ records: plan.records as KeyName, book: plan.book as KeyName }),
  role: "licet_opener",
});
await keys.listening();
const bank = {
  connector: createXs2aConnector(plan.institution, { now: () => new Date(), sign: null }),
  binding: "",
};
const lease = await keepLease(
  { ...base, actor: { type: "system", job: "heartbeat" }, requestId: "heartbeat" },
  plan.workerId,
  log,
  plan.pace,
);
const handler = syncConnectionHandler({
  // The invented bank keeps no tokens, so nothing of the vault is opened.
  opener: { bindingOf: () => null } as never,
  keys,
  banks: { of: () => bank },
  endings: watchConsentEndings((listener) => listen(db, endingsChannel, listener)),
  workerId: plan.workerId,
  lateAfterMs: plan.pace.lateAfterMs,
  warn: (event, facts) => log.warn(facts, event),
});
const events: WorkerEvents = new EventEmitter();
const claimed = once(events, "pool:create") as Promise<[WorkerEventMap["pool:create"]]>;
await run({
  events,
  pgPool: new pg.Pool({
    connectionString: plan.dataUrl,
    ssl: { ca },
    options: "-c role=licet_queue",
    max: 4,
  }),
  concurrency: 2,
  pollInterval: 200,
  taskList: tasksOf([handler], base, new AbortController().signal, log),
  noHandleSignals: true,
  logger: new QueueLogger(() => () => undefined),
});
const [{ workerPool }] = await claimed;
await lease.claimsAs(workerPool.id);
log.info("worker.ready");
