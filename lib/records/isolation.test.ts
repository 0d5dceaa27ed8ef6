import type postgres from "postgres";
import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#lib/kernel/id.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { type Statement, testWhoCan } from "#scripts/testing/who-can.ts";

const database = testDatabase();
const people = testPeople(database);
const whoCan = testWhoCan(database);
const whoCanInKeys = testWhoCan(database, "keys");
const { north, south } = people;
const bytes = Buffer.alloc(80, 1);
const chunks = { mine: newId("rch"), others: newId("rch"), elsewhere: newId("rch") };

const colleague = { tenantId: north.tenantId, personId: newId("per") };

beforeAll(async () => {
  const other = await people.add("investor");
  const place = [newId("cnx"), newId("acc")] as const;
  for (const [chunkId, person] of [
    [chunks.mine, north.investor],
    [chunks.others, other],
    [chunks.elsewhere, south.investor],
  ] as const) {
    await people.superuser`insert into record_chunks (tenant_id, chunk_id, investor_id, connection_id, account_id,
        cluster, period_from, period_to, region, as_of, version, envelope)
      values (${person.tenantId}, ${chunkId}, ${person.personId}, ${place[0]}, ${place[1]}, 'balances',
        '2026-01-01', '2026-01-02', 'eu-nl', now(), 1, ${bytes})`;
    await people.superuser`insert into book_summaries
        (tenant_id, investor_id, recipient_id, region, as_of, version, envelope)
      values (${person.tenantId}, ${person.personId}, ${person.tenantId}, 'eu-nl', now(), 1, ${bytes})`;
    await database.connect("keys", "postgres")`insert into record_keys
        (tenant_id, person_id, region, wrapped, kms_version, commitment, book_secret)
      values (${person.tenantId}, ${person.personId}, 'eu-nl', ${bytes}, 'v', sha256('c'), sha256('s'))`;
  }
  for (const { tenantId } of [north, south]) {
    await database.connect("keys", "postgres")`insert into book_keys
        (tenant_id, region, wrapped, kms_version, commitment) values (${tenantId}, 'eu-nl', ${bytes}, 'v', sha256('c'))`;
  }
});

describe("in raw SQL, without a grant", () => {
  test("sealed records are their investor's and the worker's, within one tenant", async () => {
    const read = (sql: postgres.TransactionSql) => sql`select envelope from record_chunks`;
    expect(await whoCan(north.investor, read)).toEqual({ licet_investor: 1, licet_job: 2 });
    expect(await whoCan(south.investor, read)).toEqual({ licet_investor: 1, licet_job: 1 });
    expect(await whoCan(colleague, read)).toEqual({ licet_job: 2 });
  });

  test("nobody but the worker changes or deletes a record", async () => {
    const changes: Statement[] = [
      (sql) => sql`update record_chunks set version = version + 1`,
      (sql) => sql`delete from record_chunks`,
      (
        sql,
      ) => sql`insert into record_chunks (tenant_id, chunk_id, investor_id, connection_id, account_id, cluster,
          period_from, period_to, region, as_of, version, envelope)
        values (${north.tenantId}, ${newId("rch")}, ${north.investor.personId}, ${newId("cnx")}, ${newId("acc")},
          'identity', '2026-01-01', '2026-01-02', 'eu-nl', now(), 1, ${bytes})`,
    ];
    for (const change of changes) {
      expect(Object.keys(await whoCan(north.investor, change))).toEqual(["licet_job"]);
    }
  });

  test("a summary is read by the worker alone, and its investor may only take it away", async () => {
    const read = (sql: postgres.TransactionSql) => sql`select envelope from book_summaries`;
    expect(await whoCan(north.investor, read)).toEqual({ licet_job: 2 });
    const remove = (sql: postgres.TransactionSql) => sql`delete from book_summaries
      where investor_id = ${north.investor.personId}`;
    expect(await whoCan(north.investor, remove)).toMatchObject({ licet_investor: 1, licet_job: 1 });
    const others = (sql: postgres.TransactionSql) => sql`delete from book_summaries
      where investor_id <> ${north.investor.personId}`;
    expect(await whoCan(north.investor, others)).not.toHaveProperty("licet_investor");
  });

  test("whose records were erased is written by the worker alone and never unwritten", async () => {
    const { tenantId, personId } = north.investor;
    const erase = (sql: postgres.TransactionSql) =>
      sql`insert into record_erasures values (${tenantId}, ${personId}, now())`;
    expect(Object.keys(await whoCan(north.investor, erase))).toEqual(["licet_job"]);
    await people.superuser`insert into record_erasures values (${tenantId}, ${personId}, now())`;
    const forgive = (sql: postgres.TransactionSql) => sql`delete from record_erasures`;
    expect(await whoCan(north.investor, forgive)).toEqual({});
    await people.superuser`delete from record_erasures`;
  });
});

describe("in raw SQL, in the key database", () => {
  const { investor } = north;

  test.each(["record_keys", "book_keys"])("%s are read by the readers of one tenant", async (table) => {
    const found = await whoCanInKeys(investor, (sql) => sql`select wrapped from ${sql(table)}`);
    const rows = table === "record_keys" ? 2 : 1;
    expect(found).toEqual({ licet_reader: rows, licet_opener: rows });
  });

  test("a key is made by web and worker, for their own tenant, and a place is taken by the worker alone", async () => {
    const make = (tenantId: string) => (sql: postgres.TransactionSql) =>
      sql`insert into record_keys (tenant_id, person_id, region, wrapped, kms_version, commitment, book_secret)
        values (${tenantId}, ${newId("per")}, 'eu-nl', ${bytes}, 'v', sha256('c'), sha256('s'))`;
    expect(await whoCanInKeys(investor, make(north.tenantId))).toEqual({
      licet_reader: 1,
      licet_opener: 1,
    });
    expect(await whoCanInKeys(investor, make(south.tenantId))).toEqual({});
    const take = (
      sql: postgres.TransactionSql,
    ) => sql`insert into record_keys (tenant_id, person_id, erased_at)
      values (${north.tenantId}, ${newId("per")}, now())`;
    expect(await whoCanInKeys(investor, take)).toEqual({ licet_opener: 1 });
  });

  test("a key is changed by the worker, and neither key nor place is deleted by anybody", async () => {
    const change = (sql: postgres.TransactionSql) => sql`update record_keys set kms_version = 'w'`;
    expect(await whoCanInKeys(investor, change)).toEqual({ licet_opener: 2 });
    for (const table of ["record_keys", "book_keys"]) {
      expect(await whoCanInKeys(investor, (sql) => sql`delete from ${sql(table)}`)).toEqual({});
    }
  });
});
