import { describe, expect, test } from "vitest";
import { inTransaction } from "#lib/access/transaction.ts";
import { newId } from "#lib/kernel/id.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople, winners } from "#scripts/testing/people.ts";
import { balances, testRecords } from "#scripts/testing/records.ts";
import type { NewChunk } from "./chunk.ts";
import { holdInvestorKey } from "./hold-keys.ts";
import { openRecords } from "./open-records.ts";
import { storeChunks } from "./store-chunks.ts";

const database = testDatabase();
const people = testPeople(database);
const records = testRecords(database);
const job = () => people.job(people.north.tenantId);

/** An investor of their own, with what is given stored by the worker. */
async function investorWith(...chunks: NewChunk[]) {
  const investor = await people.add("investor");
  const worker = await records.process("licet_worker");
  await records.store(job(), worker, investor.personId, chunks);
  return { investor, worker, investorId: investor.personId };
}

const withoutPlace = ({ chunkId, version, ...chunk }: NewChunk & { chunkId: string; version: number }) =>
  chunk;

describe("bank records", () => {
  test("come back to their investor as the bank told them, through another process", async () => {
    const day = balances();
    const { investor, investorId } = await investorWith(day);
    const web = await records.process("licet_web");
    const opened = await openRecords(people.as(investor), web, { investorId });
    expect(opened.map(withoutPlace)).toEqual([day]);
  });

  test("of another person are not there, and neither are they for anybody without a grant", async () => {
    const { investorId, worker } = await investorWith(balances());
    const web = await records.process("licet_web");
    const other = await people.add("investor");
    expect(await openRecords(people.as(other), web, { investorId })).toEqual([]);
    expect(await openRecords(people.job(people.south.tenantId), worker, { investorId })).toEqual([]);
    for (const role of ["compliance", "admin"] as const) {
      await expect(openRecords(people.as(people.north[role]), web, { investorId })).rejects.toMatchObject({
        code: "auth.forbidden",
      });
    }
  });

  test("are narrowed by account, kind and period", async () => {
    const [connectionId, accountId] = [newId("cnx"), newId("acc")];
    const about = { connectionId, accountId };
    const days = ["2026-01-31", "2026-02-01", "2026-02-02"] as const;
    const { investorId, worker } = await investorWith(
      balances({ ...about, from: days[0], to: days[1] }),
      balances({ ...about, from: days[1], to: days[2] }),
      balances(),
      {
        ...about,
        cluster: "transactions",
        from: "2026-01-01",
        to: "2026-02-01",
        asOf: new Date(),
        records: [],
      },
    );
    const places = async (query: object) =>
      (await openRecords(job(), worker, { investorId, ...query })).map(({ cluster, from }) => [
        cluster,
        from,
      ]);
    expect(await places({})).toHaveLength(4);
    expect(await places({ accountIds: [accountId] })).toHaveLength(3);
    expect(await places({ accountIds: [accountId], clusters: ["transactions"] })).toEqual([
      ["transactions", "2026-01-01"],
    ]);
    expect(await places({ accountIds: [accountId], from: "2026-02-01" })).toEqual([
      ["balances", "2026-02-01"],
    ]);
    expect(await places({ accountIds: [accountId], to: "2026-01-31" })).toEqual([
      ["transactions", "2026-01-01"],
    ]);
  });

  test("that are none are told from records that are not known", async () => {
    const nothing = balances({ records: [] });
    const { investorId, worker } = await investorWith(nothing);
    const [chunk, ...more] = await openRecords(job(), worker, { investorId });
    expect(chunk?.records).toEqual([]);
    expect(more).toEqual([]);
    expect(await openRecords(job(), worker, { investorId, from: "2027-01-01" })).toEqual([]);
  });

  test("are replaced in their place, counted up, and of two writers at once none is lost", async () => {
    const first = balances();
    const { investorId, worker } = await investorWith(first);
    const later = { ...first, asOf: new Date("2026-03-30T22:00:00Z"), records: [] } as NewChunk;
    await records.store(job(), worker, investorId, [later]);
    await Promise.all([later, later].map((chunk) => records.store(job(), worker, investorId, [chunk])));
    const [opened, ...more] = await openRecords(job(), worker, { investorId });
    expect(more).toEqual([]);
    expect(opened).toMatchObject({ version: 4, records: [], asOf: later.asOf });
  });

  test("of one place stored for the first time by several at once are stored by one", async () => {
    const { investorId, worker } = await investorWith();
    const chunk = balances();
    const attempts = Array.from({ length: 3 }, () => records.store(job(), worker, investorId, [chunk]));
    expect(await winners(attempts, "records.changed")).toBeGreaterThanOrEqual(1);
    expect(await openRecords(job(), worker, { investorId })).toHaveLength(1);
  });

  test("are stored with the caller's transaction or not at all", async () => {
    const { investorId, worker } = await investorWith();
    using key = await holdInvestorKey(job(), worker, investorId);
    const refused = inTransaction(job(), async (tx) => {
      await storeChunks(tx, job(), key, [balances()]);
      throw new Error("the consent ended");
    });
    await expect(refused).rejects.toThrow("the consent ended");
    expect(await openRecords(job(), worker, { investorId })).toEqual([]);
  });

  test("that are not as their kind says are not sealed", async () => {
    const { investorId, worker } = await investorWith();
    const wrong = balances({
      records: [{ balanceType: "expected", amount: 12.5, currency: "EUR" } as never],
    });
    await expect(records.store(job(), worker, investorId, [wrong])).rejects.toMatchObject({
      code: "records.unopenable",
      facts: { reason: "malformedContent" },
    });
    expect(await openRecords(job(), worker, { investorId })).toEqual([]);
  });

  test("leave nothing of themselves in either database, and balances of any size have one length", async () => {
    const amounts = ["1.00", "123456789.99"];
    const chunks = amounts.map((amount) =>
      balances({ records: [{ balanceType: "Canaria", amount, currency: "EUR", referenceDate: null }] }),
    );
    const { investorId } = await investorWith(...chunks);
    const rows = await people.superuser`select envelope from record_chunks where investor_id = ${investorId}`;
    expect(new Set(rows.map(({ envelope }) => envelope.length))).toEqual(new Set([256 + 62]));
    for (const { envelope } of rows) expect(envelope.includes("Canaria")).toBe(false);
  });
});
