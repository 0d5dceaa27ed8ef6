import { setTimeout } from "node:timers/promises";
import { beforeEach, describe, expect, test } from "vitest";
import { inTransaction } from "#lib/access/transaction.ts";
import { runJob } from "#lib/jobs/run-job.ts";
import { dataClusters } from "#lib/kernel/data-cluster.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { type TestPerson, testPeople } from "#scripts/testing/people.ts";
import { balances, testRecords } from "#scripts/testing/records.ts";
import { valueOn } from "#scripts/testing/valuations.ts";
import type { NewChunk, NewValuations } from "./chunk.ts";
import { eraseRecords } from "./erase-records.ts";
import { holdInvestorKey } from "./hold-keys.ts";
import { openRecords } from "./open-records.ts";
import type { RecordKeys } from "./record-keys.ts";
import { removeChunks, removeExactly, removeKinds } from "./remove-chunks.ts";
import { reviseDerived } from "./revise-derived.ts";
import { rewrapKeyHandler } from "./rewrap-key.job.ts";
import { storeChunks } from "./store-chunks.ts";

const database = testDatabase();
const people = testPeople(database);
const records = testRecords(database);
const job = () => people.job(people.north.tenantId);
let [worker, web]: RecordKeys[] = [];
let investor: TestPerson;
beforeEach(async () => {
  worker = await records.process("licet_worker");
  web = await records.process("licet_web");
  investor = await people.add("investor");
});

const told = balances({ from: "2026-03-01", to: "2026-04-01" });
const derived = (
  { connectionId, accountId, from, to, asOf }: NewChunk,
  value = "10482.17",
): NewValuations => ({
  ...{ connectionId, accountId, cluster: "balances", from, to, asOf, derived: true },
  records: [valueOn("2026-03-30", value)],
});

const store = (...chunks: (NewChunk | NewValuations)[]) =>
  records.store(job(), worker as RecordKeys, investor.personId, chunks);
const open = () => openRecords(people.as(investor), web as RecordKeys, { investorId: investor.personId });
const openDerived = () =>
  openRecords(people.as(investor), web as RecordKeys, { investorId: investor.personId, derived: true });
const rows = () =>
  people.superuser`select * from record_chunks where investor_id = ${investor.personId} order by derived`;
const values = async () =>
  (await openDerived()).map((chunk) => chunk.records.map((row) => `${row.day} ${row.value}`));

describe("what is reckoned from records", () => {
  test("stands beside them in the same place, and neither is read for the other", async () => {
    await store(told, derived(told));
    expect((await open()).map((chunk) => chunk.records)).toEqual([told.records]);
    expect(await values()).toEqual([["2026-03-30 10482.17"]]);
    await store(derived(told, "1"));
    expect((await open()).map(({ version }) => version)).toEqual([1]);
    expect(await values()).toEqual([["2026-03-30 1"]]);
  });

  test("is none of who an account is", async () => {
    const identity = { ...derived(told), cluster: "identity" as const };
    await expect(store(identity)).rejects.toThrow();
    expect(await rows()).toEqual([]);
  });

  describe("of a day", () => {
    const { derived: _, records: __, ...about } = derived(told);
    /** `after` is awaited before the transaction commits. */
    async function revise(value: string, day = "2026-03-30", after: () => Promise<void> = async () => {}) {
      using key = await holdInvestorKey(job(), worker as RecordKeys, investor.personId);
      await inTransaction(job(), async (tx) => {
        await reviseDerived(tx, job(), key, about, (kept) => [
          ...kept.filter((row) => row.day !== day),
          valueOn(day, value),
        ]);
        await after();
      });
    }

    test("is one row, however often it is told", async () => {
      await revise("1");
      await revise("2");
      expect(await values()).toEqual([["2026-03-30 2"]]);
    });

    test("is not lost to another day that is written at once", async () => {
      await revise("1");
      const [written, committing] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const one = revise("2", "2026-03-28", async () => {
        written.resolve();
        await committing.promise;
      });
      await written.promise;
      const other = revise("3", "2026-03-29");
      await setTimeout(200);
      committing.resolve();
      await Promise.all([one, other]);
      expect(await values()).toEqual([["2026-03-30 1", "2026-03-28 2", "2026-03-29 3"]]);
    });
  });

  test("is not there where the transaction of what it is made of fails", async () => {
    using key = await holdInvestorKey(job(), worker as RecordKeys, investor.personId);
    const dying = inTransaction(job(), async (tx) => {
      await storeChunks(tx, job(), key, [told, derived(told)]);
      throw new Error("the worker dies");
    });
    await expect(dying).rejects.toThrow("the worker dies");
    expect(await rows()).toEqual([]);
  });

  test("opens under a new version of the key that wraps its investor's", async () => {
    await store(told, derived(told));
    await records.rotate("records");
    const { tenantId, personId: investorId } = investor;
    const handler = rewrapKeyHandler(records.settings());
    await runJob(handler, { tenantId, investorId }, people.workerBase(), new AbortController().signal);
    web = await records.process("licet_web");
    expect(await values()).toEqual([["2026-03-30 10482.17"]]);
  });
});

describe("what removes records removes what was reckoned from them", () => {
  const elsewhere = balances({ from: "2026-03-01", to: "2026-04-01" });
  beforeEach(() => store(told, derived(told), elsewhere, derived(elsewhere)));
  const left = async () => (await rows()).map((row) => `${row.account_id} ${row.derived}`);
  const rest = [`${elsewhere.accountId} false`, `${elsewhere.accountId} true`];
  const remove = <T>(act: (tx: Parameters<typeof removeChunks>[0]) => Promise<T>) =>
    inTransaction(job(), act);

  test("of an account", async () => {
    await remove((tx) => removeChunks(tx, job(), investor.personId, [told.accountId]));
    expect(await left()).toEqual(rest);
  });

  test("of a kind, and counts what the bank told", async () => {
    const of = { investorId: investor.personId, accountId: told.accountId };
    expect(await remove((tx) => removeKinds(tx, job(), of, [...dataClusters]))).toBe(1);
    expect(await left()).toEqual(rest);
  });

  test("of one period as it was opened", async () => {
    const opened = (await open()).filter(({ accountId }) => accountId === told.accountId);
    await remove((tx) => removeExactly(tx, job(), investor.personId, opened));
    expect(await left()).toEqual(rest);
  });

  test("of an investor who is erased, and nothing is stored of them again", async () => {
    const erased = await eraseRecords(job(), worker as RecordKeys, investor.personId, async () => {});
    expect(erased).toEqual({ chunks: 2, summaries: 0 });
    expect(await rows()).toEqual([]);
    await expect(store(derived(told))).rejects.toMatchObject({ code: "records.erased" });
  });
});

describe("a reckoned envelope does not open", () => {
  const refused = { code: "records.unopenable", facts: { reason: "notAuthentic" } };
  const set = (column: string, value: unknown, isDerived = true) =>
    people.superuser`update record_chunks set ${people.superuser({ [column]: value as string })}
      where investor_id = ${investor.personId} and derived = ${isDerived}`;

  test("as what the bank told, nor the other way round", async () => {
    await store(derived(told));
    await set("derived", false);
    await expect(open()).rejects.toMatchObject(refused);
    await people.superuser`delete from record_chunks where investor_id = ${investor.personId}`;
    await store(told);
    await set("derived", true, false);
    await expect(openDerived()).rejects.toMatchObject(refused);
  });

  test("in the row of what it was made of", async () => {
    await store(told, derived(told));
    const [, reckoned] = await rows();
    await set("envelope", reckoned?.envelope, false);
    await set("chunk_id", "rch_of_another");
    await set("chunk_id", reckoned?.chunk_id, false);
    await expect(open()).rejects.toMatchObject(refused);
  });

  test.each([
    ["period", "period_from", "2026-02-01"],
    ["end", "period_to", "2026-05-01"],
    ["kind", "cluster", "positions"],
    ["age", "as_of", new Date()],
  ])("of another %s", async (_, column, value) => {
    await store(derived(told));
    await set(column, value);
    await expect(openDerived()).rejects.toMatchObject(refused);
  });
});
