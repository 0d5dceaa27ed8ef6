import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import type { PersonActor } from "#lib/access/actor.ts";
import { type Database, openDatabase } from "#lib/db/database.ts";
import { runJob } from "#lib/jobs/run-job.ts";
import type { CredentialId } from "#lib/kernel/id.ts";
import type { KeyName, KeyVersionName } from "#lib/kernel/key-name.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { connectKms, type Kms } from "#lib/keys/kms.ts";
import { destroyCredentialHandler } from "#lib/vault/destroy-credential.job.ts";
import { openCredential } from "#lib/vault/open-credential.ts";
import { type StoreCredential, storeCredential } from "#lib/vault/store-credential.ts";

/** What a process that will be killed is told: the act, and at which step it dies. */
export interface CrashPlan {
  readonly act: "store" | "destroy" | "open";
  readonly dieAt: number;
  readonly caFile: string;
  readonly dataUrl: string;
  readonly keysUrl: string;
  readonly kms: { readonly port: number; readonly ca: string; readonly token: string };
  readonly transport: string;
  readonly wrap: string;
  readonly receiptSigner: string;
  readonly operatorKey: string;
  readonly person: Omit<PersonActor, "authenticatedAt">;
  readonly input: StoreCredential | { readonly credentialId: string };
}

// It comes when everything is loaded, so that a test can have the next process ready while one dies.
const plan: CrashPlan = JSON.parse(await text(process.stdin));
let step = 0;

/**
 * The end of every transaction and of every call of the KMS is a step. Between it and the beginning of the next
 * nothing is written anywhere, so that to die after the one is to die before the other.
 */
function passStep(): void {
  step += 1;
  if (step === plan.dieAt) process.kill(process.pid, "SIGKILL");
}

async function stepping<T>(work: () => Promise<T>): Promise<T> {
  const result = await work();
  passStep();
  return result;
}

function steppingDatabase(db: Database): Database {
  const transaction = db.transaction.bind(db);
  return Object.assign(db, {
    transaction: (...all: Parameters<Database["transaction"]>) => stepping(() => transaction(...all)),
  }) as Database;
}

function steppingKms(kms: Kms): Kms {
  const entries = Object.entries(kms) as [string, (...args: unknown[]) => Promise<unknown>][];
  const wrapped = entries.map(([name, call]) => [
    name,
    name === "close" ? call : (...args: unknown[]) => stepping(() => call(...args)),
  ]);
  return Object.fromEntries(wrapped);
}

const ca = readFileSync(plan.caFile, "utf8");
const open = (url: string): Database =>
  openDatabase({ url: new Secret(url), ca }, { size: 2, name: "crash" });
const { port, ca: kmsCa, token } = plan.kms;
const endpoint = { host: "localhost", port, ca: kmsCa, token: new Secret(token) };
const kms = steppingKms(await connectKms({ endpoint }));
const db = steppingDatabase(open(plan.dataUrl));
const keyDatabase = steppingDatabase(open(plan.keysUrl));
const keysOf = () => ({ transport: plan.transport as KeyName, wrap: plan.wrap as KeyName });
const bindingOf = () => "b".repeat(64);
const base = { db, clock: { now: () => new Date() }, requestId: "crash" };

if (plan.act === "store") {
  const actor = { ...plan.person, authenticatedAt: new Date() };
  await storeCredential(
    { ...base, actor },
    { keyDatabase, kms, keysOf, bindingOf },
    plan.input as StoreCredential,
  );
} else {
  const { tenantId } = plan.person;
  const receiptSigner = plan.receiptSigner as KeyVersionName;
  const limits = { openingsPerMinute: 100, openingsNorm: 100, keyBackupDays: 7 };
  const rest = { operatorKey: async () => plan.operatorKey, identifyingFields: () => [], warn: () => {} };
  const processorId = "consent.example.com/audit";
  const opener = { keyDatabase, kms, keysOf, bindingOf, receiptSigner, processorId, ...limits, ...rest };
  const { credentialId } = plan.input as { credentialId: CredentialId };
  if (plan.act === "destroy") {
    const payload = { tenantId, credentialId };
    await runJob(destroyCredentialHandler(opener), payload, base, new AbortController().signal);
  } else {
    const actor = { type: "job", job: "crash", tenantId } as const;
    await openCredential({ ...base, actor }, opener, credentialId, "refresh");
  }
}
process.exit(0);
