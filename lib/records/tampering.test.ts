import { beforeAll, describe, expect, test } from "vitest";
import { newId, type PersonId } from "#lib/kernel/id.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { balances, testRecords } from "#scripts/testing/records.ts";
import { flipBit } from "#scripts/testing/tampering.ts";
import { openRecords } from "./open-records.ts";

const database = testDatabase();
const people = testPeople(database);
const records = testRecords(database);
const job = () => people.job(people.north.tenantId);
let investorId: PersonId;
let elsewhere: PersonId;

/** Two accounts of one investor and one of another, stored by the worker. */
beforeAll(async () => {
  const worker = await records.process("licet_worker");
  [investorId, elsewhere] = [
    (await people.add("investor")).personId,
    (await people.add("investor")).personId,
  ];
  await records.store(job(), worker, investorId, [balances(), balances()]);
  await records.store(job(), worker, elsewhere, [balances()]);
});

/** How the records open after a statement of somebody who owns the database, which is undone again. */
async function openedAfter(change: (rows: readonly [Row, Row, Row]) => Promise<unknown>) {
  const sql = people.superuser;
  const read = () =>
    sql<Row[]>`select * from record_chunks where investor_id in (${investorId}, ${elsewhere})
      order by investor_id = ${investorId} desc, chunk_id`;
  const before = (await read()) as unknown as [Row, Row, Row];
  await change(before);
  const keys = await records.process("licet_web");
  const found = await openRecords(job(), keys, { investorId }).then(
    (opened) => `${opened.length} opened`,
    ({ code, facts }) => ({ code, reason: facts.reason }),
  );
  await sql`delete from record_chunks where investor_id in (${investorId}, ${elsewhere})`;
  for (const row of before) await sql`insert into record_chunks ${sql(row as never)}`;
  return found;
}

interface Row {
  readonly chunk_id: string;
  readonly envelope: Buffer;
}

const set = (row: Row, column: string, value: unknown) =>
  people.superuser`update record_chunks set ${people.superuser({ [column]: value as string })}
    where chunk_id = ${row.chunk_id}`;

const refused = (reason: string) => ({ code: "records.unopenable", reason });

describe("a stored chunk", () => {
  test("opens as it was stored", async () => {
    expect(await openedAfter(async () => {})).toBe("2 opened");
  });

  test.each<[string, string, () => unknown]>([
    ["connection", "connection_id", () => newId("cnx")],
    ["account", "account_id", () => newId("acc")],
    ["kind", "cluster", () => "positions"],
    ["first day", "period_from", () => "2026-03-29"],
    ["last day", "period_to", () => "2026-04-01"],
    ["age", "as_of", () => new Date()],
    ["version", "version", () => 2],
  ])("does not open with another %s", async (_, column, value) => {
    expect(await openedAfter(([row]) => set(row, column, value()))).toEqual(refused("notAuthentic"));
  });

  test("does not open under another identifier", async () => {
    expect(await openedAfter(([row]) => set(row, "chunk_id", newId("rch")))).toEqual(refused("notAuthentic"));
  });

  test("does not open in the place of another of the same investor's", async () => {
    expect(await openedAfter(([one, other]) => set(one, "envelope", other.envelope))).toEqual(
      refused("notAuthentic"),
    );
  });

  test("does not open as another investor's", async () => {
    expect(await openedAfter(([one, , other]) => set(one, "envelope", other.envelope))).toEqual(
      refused("wrongCommitment"),
    );
  });

  test.each<[string, (envelope: Buffer) => Buffer, string]>([
    ["its format changed", (envelope) => flipBit(envelope, 0), "unknownFormat"],
    ["its suite changed", (envelope) => flipBit(envelope, 8), "unknownSuite"],
    ["its commitment changed", (envelope) => flipBit(envelope, 100), "wrongCommitment"],
    ["its tag changed", (envelope) => flipBit(envelope, envelope.length * 8 - 1), "notAuthentic"],
    ["one byte cut off", (envelope) => envelope.subarray(0, -1), "notAuthentic"],
    ["a byte more", (envelope) => Buffer.concat([envelope, Buffer.alloc(1)]), "notAuthentic"],
  ])("does not open with %s", async (_, change, reason) => {
    expect(await openedAfter(([row]) => set(row, "envelope", change(row.envelope)))).toEqual(refused(reason));
  });
});
