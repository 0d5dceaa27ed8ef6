import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import type { Connector } from "#lib/aspsp/connector.ts";
import { keepDialogs } from "#lib/authorisation/keep-dialogs.ts";
import { linking } from "#lib/connections/link.job.ts";
import { createXs2aConnector } from "#lib/connectors/xs2a/xs2a-connector.ts";
import type { Xs2aInstitution } from "#lib/connectors/xs2a/xs2a-institution.ts";
import { type Database, openDatabase } from "#lib/db/database.ts";
import { runJob } from "#lib/jobs/run-job.ts";
import { systemClock } from "#lib/kernel/clock.ts";
import type { KeyName, KeyVersionName } from "#lib/kernel/key-name.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { connectKms } from "#lib/keys/kms.ts";

/** What a worker that will be killed is told. It dies when the bank has let somebody in, before that is written down. */
export interface LinkCrashPlan {
  readonly caFile: string;
  readonly dataUrl: string;
  readonly keysUrl: string;
  readonly kms: { readonly port: number; readonly ca: string; readonly token: string };
  readonly transport: string;
  readonly wrap: string;
  readonly receiptSigner: string;
  readonly operatorKey: string;
  readonly binding: string;
  readonly institution: Xs2aInstitution;
  readonly payload: object;
}

const plan: LinkCrashPlan = JSON.parse(await text(process.stdin));
const ca = readFileSync(plan.caFile, "utf8");
const open = (url: string): Database =>
  openDatabase({ url: new Secret(url), ca }, { size: 4, name: "link-crash" });
const { port, ca: kmsCa, token } = plan.kms;
const kms = await connectKms({ endpoint: { host: "localhost", port, ca: kmsCa, token: new Secret(token) } });

const real = createXs2aConnector(plan.institution, { now: () => new Date(), sign: null });
const connector: Connector = {
  ...real,
  begin: async (...call) => {
    const step = await real.begin(...call);
    if (step.kind === "done") process.kill(process.pid, "SIGKILL");
    return step;
  },
};

const never = new AbortController().signal;
const { handler, whenIdle } = linking({
  opener: {
    keyDatabase: open(plan.keysUrl),
    kms,
    keysOf: () => ({ transport: plan.transport as KeyName, wrap: plan.wrap as KeyName }),
    bindingOf: () => plan.binding,
    receiptSigner: plan.receiptSigner as KeyVersionName,
    processorId: "licet.test/audit",
    operatorKey: async () => plan.operatorKey,
    ...{ openingsPerMinute: 100, openingsNorm: 50, keyBackupDays: 7 },
    identifyingFields: () => ["userId"],
    warn: () => {},
  },
  banks: { of: () => ({ connector, binding: plan.binding }), close: async () => {} },
  keeper: keepDialogs(systemClock),
  endings: { watch: () => ({ signal: never, [Symbol.dispose]: () => {} }), close: async () => {} },
  worker: { workerId: "a-worker-that-dies", address: "127.0.0.1:1" },
  ...{ returnUri: null, dialogsAtMost: 1, warn: () => {} },
});
await runJob(
  handler,
  plan.payload,
  { db: open(plan.dataUrl), clock: systemClock, requestId: "crash" },
  never,
);
await whenIdle();
