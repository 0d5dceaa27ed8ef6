import type postgres from "postgres";
import { describe, expect, test } from "vitest";
import { inTransaction } from "#lib/access/transaction.ts";
import { newId } from "#lib/kernel/id.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { type TestPerson, testPeople } from "#scripts/testing/people.ts";
import { testRecords } from "#scripts/testing/records.ts";
import { testWhoCan } from "#scripts/testing/who-can.ts";
import type { DeclarationSubject } from "./context.ts";
import { openDeclarations, readDeclarations, storeDeclaration } from "./declarations.ts";
import { eraseRecords } from "./erase-records.ts";
import { holdOwnKey } from "./hold-keys.ts";

const database = testDatabase();
const people = testPeople(database);
const records = testRecords(database);
const whoCan = testWhoCan(database);

async function declare(investor: TestPerson, content: object, subjectId: DeclarationSubject = newId("ast")) {
  const ctx = people.as(investor);
  const keys = await records.process("licet_web");
  using key = await holdOwnKey(ctx, keys);
  await inTransaction(ctx, (tx) => storeDeclaration(tx, ctx, key, { subjectId, after: 0, content }));
  return subjectId;
}

async function declared(investor: TestPerson) {
  const ctx = people.as(investor);
  const keys = await records.process("licet_web");
  const sealed = await inTransaction(ctx, (tx) => readDeclarations(tx, ctx));
  return openDeclarations(ctx, keys, sealed);
}

const opening = (investor: TestPerson) =>
  declared(investor).then(
    (found) => `${found.length} opened`,
    ({ code, facts }) => ({ code, reason: facts.reason }),
  );
const refused = { code: "records.unopenable", reason: "notAuthentic" };

describe("what an investor says themselves", () => {
  test("is theirs alone, and of nobody else who says the same", async () => {
    const [mine, another] = [await people.add("investor"), await people.add("investor")];
    const subjectId = newId("ast");
    await declare(mine, { says: "mine" }, subjectId);
    await declare(another, { says: "another" }, subjectId);
    expect(await declared(mine)).toEqual([{ subjectId, version: 1, content: { says: "mine" } }]);
    expect(await declared(another)).toMatchObject([{ content: { says: "another" } }]);
  });

  test.each<[string, string, (of: TestPerson) => Record<string, string | number>]>([
    ["as said of another thing", "notAuthentic", () => ({ subject_id: newId("ast") })],
    ["as said of an account", "notAuthentic", () => ({ subject_id: newId("acc") })],
    ["as said by somebody else", "wrongCommitment", ({ personId }) => ({ investor_id: personId })],
  ])("does not open %s", async (_, reason, change) => {
    const [mine, another] = [await people.add("investor"), await people.add("investor")];
    await declare(another, {});
    const subject = await declare(mine, { says: 1 });
    const columns = change(another);
    const sql = people.superuser;
    await sql`alter table declarations disable trigger user`;
    await sql`update declarations set ${sql({ ...columns, version: 1 })} where subject_id = ${subject}`;
    await sql`alter table declarations enable trigger user`;
    expect(await opening("investor_id" in columns ? another : mine)).toEqual({ ...refused, reason });
  });

  test("does not open as its next version, and a version is followed by its next one only", async () => {
    const mine = await people.add("investor");
    const subject = await declare(mine, { says: 1 });
    const sql = people.superuser;
    await expect(
      sql`update declarations set version = 3 where subject_id = ${subject}`,
    ).rejects.toMatchObject({ code: "23514" });
    await sql`update declarations set version = 2 where subject_id = ${subject}`;
    expect(await opening(mine)).toEqual(refused);
  });

  test("has one length, whatever it says of a small thing", async () => {
    const mine = await people.add("investor");
    for (const amount of ["1", "999999999999999.99"]) await declare(mine, { amount });
    const rows = await people.superuser<{ length: number }[]>`select distinct length(envelope) as length
      from declarations where investor_id = ${mine.personId}`;
    expect(rows).toHaveLength(1);
  });

  test("goes with its investor's erasure, and nothing can be said after it", async () => {
    const mine = await people.add("investor");
    await declare(mine, { says: 1 });
    const worker = await records.process("licet_worker");
    await eraseRecords(people.job(mine.tenantId), worker, mine.personId, async () => {});
    expect(await declared(mine)).toEqual([]);
    await expect(declare(mine, { says: 2 })).rejects.toMatchObject({ code: "records.erased" });
  });

  test("is refused from the moment at which an erasure is asked for", async () => {
    const mine = await people.add("investor");
    const ctx = people.as(mine);
    const keys = await records.process("licet_web");
    using key = await holdOwnKey(ctx, keys);
    const sql = people.superuser;
    await sql`insert into erasures (tenant_id, erasure_id, investor_id, begun_at, evidence_until)
      values (${mine.tenantId}, ${newId("era")}, ${mine.personId}, now(), now() + interval '2 years')`;
    const late = inTransaction(ctx, (tx) =>
      storeDeclaration(tx, ctx, key, { subjectId: newId("ast"), after: 0, content: {} }),
    );
    await expect(late).rejects.toMatchObject({ code: "records.erased" });
  });
});

describe("in raw SQL", () => {
  test("declarations are read by their investor alone, in no other firm and by no recipient or worker", async () => {
    const [mine, another] = [await people.add("investor"), await people.add("investor")];
    await declare(mine, { says: 1 });
    await declare(another, { says: 2 });
    await declare(people.south.investor, { says: 3 });
    const read = (sql: postgres.TransactionSql) => sql`select envelope from declarations`;
    expect(await whoCan(mine, read)).toEqual({ licet_investor: 1 });
    expect(await whoCan(people.south.investor, read)).toEqual({ licet_investor: 1 });
    expect(await whoCan(people.north.advisor, read)).toEqual({});
  });

  test("they are written by their investor alone, and deleted by the worker too once that investor is erased", async () => {
    const [mine, another] = [await people.add("investor"), await people.add("investor")];
    await declare(mine, { says: 1 });
    await declare(another, { says: 2 });
    const change = (sql: postgres.TransactionSql) => sql`update declarations set version = version + 1`;
    expect(await whoCan(mine, change)).toEqual({ licet_investor: 1 });
    const remove = (sql: postgres.TransactionSql) => sql`delete from declarations
      where investor_id in (${mine.personId}, ${another.personId})`;
    expect(await whoCan(mine, remove)).toEqual({ licet_investor: 1 });
    await people.superuser`insert into record_erasures (tenant_id, investor_id, erased_at)
      values (${mine.tenantId}, ${mine.personId}, now())`;
    expect(await whoCan(mine, remove)).toEqual({ licet_investor: 1, licet_job: 1 });
    const forge = (sql: postgres.TransactionSql) => sql`insert into declarations
        (tenant_id, investor_id, subject_id, region, version, envelope)
      values (${mine.tenantId}, ${another.personId}, ${newId("ast")}, 'eu-nl', 1, ${Buffer.alloc(80, 1)})`;
    expect(await whoCan(mine, forge)).toEqual({});
    expect(await whoCan(another, forge)).toEqual({ licet_investor: 1 });
  });
});
