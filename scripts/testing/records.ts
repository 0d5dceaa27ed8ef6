import { afterAll, afterEach, beforeAll } from "vitest";
import type { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { closeDatabase, type Database, openDatabase } from "#lib/db/database.ts";
import { newId, type PersonId } from "#lib/kernel/id.ts";
import type { KeyName } from "#lib/kernel/key-name.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { connectKms, type Kms, kmsClient } from "#lib/keys/kms.ts";
import { usualResilience } from "#lib/keys/resilience.ts";
import type { NewChunk, NewValuations } from "#lib/records/chunk.ts";
import type { RecipientId } from "#lib/records/context.ts";
import { holdInvestorKey, holdSummaryKey } from "#lib/records/hold-keys.ts";
import type { CacheLimits } from "#lib/records/key-cache.ts";
import { tenantOf } from "#lib/records/open-records.ts";
import { openSummaries } from "#lib/records/open-summaries.ts";
import { RecordKeys } from "#lib/records/record-keys.ts";
import { readSummaries } from "#lib/records/repository.ts";
import { storeChunks } from "#lib/records/store-chunks.ts";
import { type NewSummary, storeSummary } from "#lib/records/store-summary.ts";
import { type KmsForTest, startKmsForTest } from "#sandbox/kms/start-for-test.ts";
import type { TestDatabase } from "./database.ts";

type Login = "licet_web" | "licet_worker";

/** Fast enough to fail in a test, with everything else as in production. */
const impatient = { ...usualResilience, attempts: 2, breakAfter: 4, pauseMs: 300 };

/** The keys of bank records as web and worker have them, on this file's databases and a KMS of its own. */
export function testRecords(database: TestDatabase) {
  let kms: KmsForTest;
  let clients: Readonly<Record<Login, Kms>>;
  const pools: Database[] = [];
  const processes: RecordKeys[] = [];
  let jobs: Database | null = null;

  const address = (token: string) => ({
    endpoint: { host: "localhost", port: kms.port, ca: kms.ca, token: new Secret(token) },
  });
  const connectAs = (token: string): Promise<Kms> => connectKms(address(token), impatient);
  const openKeys = (login: Login): Database => {
    const pool = openDatabase(
      { url: new Secret(database.url("keys", login)), ca: database.ca },
      { size: 2, name: login },
    );
    pools.push(pool);
    return pool;
  };
  const keysOf = (_region?: string) => ({
    records: kms.names.records as KeyName,
    book: kms.names.book as KeyName,
  });

  beforeAll(async () => {
    kms = await startKmsForTest();
    const [web, worker] = await Promise.all([connectAs(kms.tokens.web), connectAs(kms.tokens.worker)]);
    clients = { licet_web: web, licet_worker: worker };
  }, 60_000);

  afterEach(async () => {
    await Promise.all(processes.splice(0).map((keys) => keys.close()));
    await Promise.all(pools.splice(0).map(closeDatabase));
    jobs = null;
  });
  afterAll(async () => {
    await Promise.all(Object.values(clients).map((one) => one.close()));
    await kms.close();
  });

  return {
    get kms() {
      return kms;
    },
    /** How often the KMS was asked since `clearCalls`. */
    calls: () => kms.control.count({ status: "OK" }),
    /** A process of its own, for one test: its pool, its cache, its ear for erasures. Ready when it would keep keys. */
    async process(login: Login, limits?: CacheLimits, asked: Partial<Kms> = {}): Promise<RecordKeys> {
      const pool = openKeys(login);
      const keys = new RecordKeys({
        keyDatabase: pool,
        kms: { ...clients[login], ...asked },
        keysOf,
        role: login === "licet_web" ? "licet_reader" : "licet_opener",
        ...(limits ? { limits } : {}),
      });
      processes.push(keys);
      await keys.listening();
      return keys;
    },
    /** What the worker's jobs on these keys have. */
    settings(asked: Partial<Kms> = {}) {
      jobs ??= openKeys("licet_worker");
      return { keyDatabase: jobs, kms: { ...clients.licet_worker, ...asked }, keysOf };
    },
    /** What the administrator of Lock B's ring does: a new version that wraps from now on. */
    async rotate(purpose: "records" | "book"): Promise<void> {
      const admin = await kmsClient(address(kms.tokens.lockBAdmin));
      const name = keysOf()[purpose];
      const [version] = await admin.createCryptoKeyVersion({ parent: name, cryptoKeyVersion: {} });
      const cryptoKeyVersionId = version.name?.split("/").at(-1) ?? "";
      await admin.updateCryptoKeyPrimaryVersion({ name, cryptoKeyVersionId });
      await admin.close();
    },
    async store(
      ctx: Context,
      keys: RecordKeys,
      investorId: PersonId,
      chunks: readonly (NewChunk | NewValuations)[],
    ) {
      using key = await holdInvestorKey(ctx, keys, investorId);
      await inTransaction(ctx, (tx) => storeChunks(tx, ctx, key, chunks));
    },
    async summarise(ctx: Context, keys: RecordKeys, investorId: PersonId, summary: NewSummary) {
      using key = await holdSummaryKey(ctx, keys, investorId);
      await inTransaction(ctx, (tx) => storeSummary(tx, ctx, key, summary));
    },
    /** What the database lets the actor see of these recipients' summaries, without any note. */
    async summaries<Content>(
      ctx: Context,
      keys: RecordKeys,
      content: z.ZodType<Content>,
      recipientIds: readonly RecipientId[],
    ) {
      const sealed = await inTransaction(ctx, (tx) => readSummaries(tx, recipientIds));
      const investorIds = [...new Set(sealed.map(({ investorId }) => investorId))];
      return openSummaries(ctx, keys, content, {
        sealed,
        secrets: keys.bookSecrets(tenantOf(ctx), investorIds),
      });
    },
  };
}

/** One account's balances of one day, unless it is said otherwise. */
export function balances(more: Partial<Extract<NewChunk, { cluster: "balances" }>> = {}): NewChunk {
  return {
    connectionId: newId("cnx"),
    accountId: newId("acc"),
    cluster: "balances",
    from: "2026-03-30",
    to: "2026-03-31",
    asOf: new Date("2026-03-30T20:15:00.000Z"),
    records: [
      { balanceType: "closingBooked", amount: "10482.17", currency: "EUR", referenceDate: "2026-03-30" },
    ],
    ...more,
  };
}
export type TestRecords = ReturnType<typeof testRecords>;
