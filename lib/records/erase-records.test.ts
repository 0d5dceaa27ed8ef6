import { afterAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { inTransaction } from "#lib/access/transaction.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { balances, testRecords } from "#scripts/testing/records.ts";
import { eraseRecords } from "./erase-records.ts";
import { holdInvestorKey } from "./hold-keys.ts";
import { openRecords } from "./open-records.ts";
import type { RecordKeys } from "./record-keys.ts";
import { storeChunks } from "./store-chunks.ts";

const database = testDatabase();
const people = testPeople(database);
const records = testRecords(database);
const job = () => people.job(people.north.tenantId);
const firm = people.north.tenantId;
const total = z.strictObject({ total: z.string() });
const summary = { recipientId: firm, asOf: new Date(), content: { total: "10.00" } };
const nobody = async () => {};
const released: (() => void)[] = [];
afterAll(() => {
  for (const release of released) release();
});

const erase = (keys: RecordKeys, investorId: PersonId) => eraseRecords(job(), keys, investorId, nobody);

/** An investor with a chunk and a summary, open in the worker and in web. */
async function known() {
  const [worker, web] = await Promise.all([records.process("licet_worker"), records.process("licet_web")]);
  const investor = await people.add("investor");
  const { personId: investorId } = investor;
  await records.store(job(), worker, investorId, [balances()]);
  await records.summarise(job(), worker, investorId, summary);
  expect(await openRecords(people.as(investor), web, { investorId })).toHaveLength(1);
  return { worker, web, investor, investorId };
}

/** Every row of an investor as somebody copied them, and how they put them back later. */
async function copies(investorId: PersonId) {
  const sql = people.superuser;
  const chunks = await sql`select * from record_chunks where investor_id = ${investorId}`;
  const summaries = await sql`select * from book_summaries where investor_id = ${investorId}`;
  return () =>
    sql.begin(async (tx) => {
      await tx`set local session_replication_role = replica`;
      for (const row of chunks) await tx`insert into record_chunks ${tx(row)}`;
      for (const row of summaries) await tx`insert into book_summaries ${tx(row)}`;
    });
}

describe("after records were erased", () => {
  test("there are none, in any process, and doing it again changes nothing", async () => {
    const { worker, web, investor, investorId } = await known();
    expect(await erase(worker, investorId)).toEqual({ chunks: 1, summaries: 1 });
    expect(await erase(worker, investorId)).toEqual({ chunks: 0, summaries: 0 });
    expect(await openRecords(people.as(investor), web, { investorId })).toEqual([]);
    const keys = database.connect("keys", "postgres");
    const [row, ...more] = await keys`select * from record_keys where person_id = ${investorId}`;
    expect(more).toEqual([]);
    expect(row).toMatchObject({ wrapped: null, book_secret: null, commitment: null, kms_version: null });
    expect(row?.erased_at).toBeInstanceOf(Date);
  });

  test("a copy of the rows opens nowhere, with every right of worker and web", async () => {
    const { worker, web, investor, investorId } = await known();
    const putBack = await copies(investorId);
    await erase(worker, investorId);
    await putBack();
    await expect.poll(() => web.kept).toBe(0);
    for (const [ctx, keys] of [[people.as(investor), web] as const, [job(), worker] as const]) {
      await expect(openRecords(ctx, keys, { investorId })).rejects.toMatchObject({
        code: "records.unopenable",
        facts: { reason: "keyErased" },
      });
    }
    const summaries = await records.summaries(job(), worker, total, [firm]);
    expect(summaries.map((one) => one.investorId)).not.toContain(investorId);
  });

  test("a copy of the key database's row does not come back either, whoever writes it as worker or web", async () => {
    const { worker, investorId } = await known();
    const superuser = database.connect("keys", "postgres");
    const [row] = await superuser`select * from record_keys where person_id = ${investorId}`;
    await erase(worker, investorId);
    const again = { wrapped: row?.wrapped, commitment: row?.commitment, erased_at: null };
    const client = database.connect("keys", "licet_worker");
    const changed = await client.begin(async (tx) => {
      await tx`select set_config('app.tenant_id', ${firm}, true), set_config('role', 'licet_opener', true)`;
      return (await tx`update record_keys set ${tx(again)} where person_id = ${investorId}`).count;
    });
    expect(changed).toBe(0);
    for (const [login, role] of [
      ["licet_worker", "licet_opener"],
      ["licet_web", "licet_reader"],
    ] as const) {
      const attempt = database.connect("keys", login).begin(async (tx) => {
        await tx`select set_config('app.tenant_id', ${firm}, true), set_config('role', ${role}, true)`;
        await tx`delete from record_keys where person_id = ${investorId}`;
      });
      await expect(attempt).rejects.toThrow(/permission denied/);
    }
  });

  test("every process has forgotten the key within a moment", async () => {
    const { worker, web, investorId } = await known();
    expect([worker.kept, web.kept]).toEqual([2, 1]);
    await erase(worker, investorId);
    expect(worker.kept).toBe(1);
    await expect.poll(() => web.kept).toBe(0);
  });

  test("nothing is stored of them again, and no new key is made", async () => {
    const { worker, investorId } = await known();
    await erase(worker, investorId);
    await expect(records.store(job(), worker, investorId, [balances()])).rejects.toMatchObject({
      code: "records.erased",
    });
    await expect(records.summarise(job(), worker, investorId, summary)).rejects.toMatchObject({
      code: "records.erased",
    });
  });

  test("a writer that took the key before is refused, in whichever order they meet", async () => {
    const { worker, investorId } = await known();
    using key = await holdInvestorKey(job(), worker, investorId);
    await erase(worker, investorId);
    const late = inTransaction(job(), (tx) => storeChunks(tx, job(), key, [balances()]));
    await expect(late).rejects.toMatchObject({ code: "records.erased" });
  });

  test("what was being stored at that moment is gone too: erasing waits for it", async () => {
    const { worker, investorId } = await known();
    using key = await holdInvestorKey(job(), worker, investorId);
    const { promise: stored, resolve: hasStored } = Promise.withResolvers<void>();
    const { promise: mayCommit, resolve: letCommit } = Promise.withResolvers<void>();
    released.push(letCommit);
    const writing = inTransaction(job(), async (tx) => {
      await storeChunks(tx, job(), key, [balances()]);
      hasStored();
      await mayCommit;
    });
    await stored;
    const erasing = erase(worker, investorId);
    setTimeout(letCommit, 200);
    await writing;
    expect(await erasing).toEqual({ chunks: 2, summaries: 1 });
    expect(await people.superuser`select 1 from record_chunks where investor_id = ${investorId}`).toEqual([]);
  });

  test("an investor of whom nothing was known gets no key later", async () => {
    const worker = await records.process("licet_worker");
    const { personId } = await people.add("investor");
    await erase(worker, personId);
    await expect(records.store(job(), worker, personId, [balances()])).rejects.toMatchObject({
      code: "records.erased",
    });
  });
});

describe("erasing", () => {
  test("that stopped between the two databases leaves nothing that opens, and ends when it is run again", async () => {
    const { worker, web, investor, investorId } = await known();
    const broken = eraseRecords(job(), worker, investorId, () => Promise.reject(new Error("killed")));
    await expect(broken).rejects.toThrow("killed");
    await expect.poll(() => web.kept).toBe(0);
    await expect(openRecords(people.as(investor), web, { investorId })).rejects.toMatchObject({
      code: "records.unopenable",
    });
    expect(await erase(worker, investorId)).toEqual({ chunks: 1, summaries: 1 });
  });

  test("is committed with what its caller witnesses", async () => {
    const { worker, investorId } = await known();
    const told: unknown[] = [];
    await eraseRecords(job(), worker, investorId, async (_tx, erased) => void told.push(erased));
    expect(told).toEqual([{ chunks: 1, summaries: 1 }]);
  });

  test("is the worker's alone", async () => {
    const { web, investor, investorId } = await known();
    await expect(eraseRecords(people.as(investor), web, investorId, nobody)).rejects.toMatchObject({
      code: "auth.forbidden",
    });
    await expect(web.erase(firm, investorId, new Date())).rejects.toMatchObject({
      cause: { message: expect.stringContaining("row-level security") },
    });
  });

  test("of one investor leaves every other's records as they are", async () => {
    const [one, other] = [await known(), await known()];
    await erase(one.worker, one.investorId);
    expect(
      await openRecords(people.as(other.investor), other.web, { investorId: other.investorId }),
    ).toHaveLength(1);
    const summaries = await records.summaries(job(), other.worker, total, [firm]);
    expect(summaries.map(({ investorId }) => investorId)).toContain(other.investorId);
  });
});
