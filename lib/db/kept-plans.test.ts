import { sql } from "drizzle-orm";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inSearchTransaction, inTransaction } from "#lib/access/transaction.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { closeDatabase, type Database, openDatabase, type Transaction } from "./database.ts";

const database = testDatabase();
const people = testPeople(database);
const { north, south } = people;

/** One connection, so that each takes it after the other and finds what the other left. */
let db: Database;
beforeAll(() => {
  const address = { url: new Secret(database.url("data", "licet_web")), ca: database.ca };
  db = openDatabase(address, { size: 1, name: "one connection" });
});
afterAll(() => closeDatabase(db));

const own = sql`select person_id from people where role = ${"investor"}`;
const seen = async (tx: Transaction) => {
  const { rows } = await tx.execute<{ person_id: string }>(own);
  return rows.map(({ person_id }) => person_id);
};
const kept = async () => {
  const { rows } = await db.execute<{ statement: string; plans: number }>(
    sql`select statement, (generic_plans + custom_plans)::integer as plans from pg_prepared_statements
      where name like 'kept.%'`,
  );
  return rows;
};

test("nothing is kept by a search", async () => {
  for (let round = 0; round < 4; round++)
    await inSearchTransaction({ ...people.as(north.investor), db }, seen);
  expect(await kept()).toEqual([]);
});

test("what is asked often is kept from the third time on, and what is asked less often is not", async () => {
  const ctx = { ...people.as(north.investor), db };
  const often = sql`select ${"often"}::text as said`;
  for (let round = 0; round < 5; round++) await inTransaction(ctx, (tx) => tx.execute(often));
  for (let round = 0; round < 2; round++)
    await inTransaction(ctx, (tx) => tx.execute(sql`select ${"seldom"}::text as heard`));
  expect((await kept()).map(({ statement, plans }) => [statement, plans])).toEqual([
    ["select $1::text as said", 3],
  ]);
});

test("a statement is kept once for each role, and shows each person what is theirs and no more", async () => {
  const investors = [north.investor, south.investor];
  for (let round = 0; round < 8; round++) {
    for (const person of investors) {
      expect(await inTransaction({ ...people.as(person), db }, seen)).toEqual([person.personId]);
    }
    const firm = await inTransaction({ ...people.as(north.compliance), db }, seen);
    expect(firm).toContain(north.investor.personId);
    expect(firm).not.toContain(south.investor.personId);
  }
  const found = (await kept()).filter(({ statement }) => statement.startsWith("select person_id"));
  expect(found.map(({ plans }) => plans).sort((a, b) => a - b)).toEqual([6, 14]);
});

test("a statement that is kept fails as every other does, and its transaction with it", async () => {
  const ctx = { ...people.as(north.investor), db };
  const divided = (by: number) =>
    inTransaction(ctx, (tx) => tx.execute<{ is: number }>(sql`select 1 / ${by}::integer as is`));
  await expect(divided(0)).rejects.toMatchObject({ cause: { code: "22012" } });
  expect((await divided(1)).rows).toEqual([{ is: 1 }]);
});

const thrice = async (tx: Transaction, text: string) => {
  const said: unknown[] = [];
  for (let times = 0; times < 3; times++) said.push((await tx.execute(sql.raw(text))).rows[0]);
  return said;
};

test("a list takes few names, however many lengths it comes in", async () => {
  const before = (await kept()).length;
  await inTransaction({ ...people.as(north.investor), db }, async (tx) => {
    for (let length = 1; length <= 12; length++) {
      const listed = sql.join(
        Array.from({ length }, (_, at) => sql`${`per_${at}`}`),
        sql`, `,
      );
      for (let times = 0; times < 3; times++)
        await tx.execute(sql`select name from people where person_id in (${listed})`);
    }
  });
  expect((await kept()).length - before).toBe(3);
});

test("a statement that the schema has outgrown fails once on a connection, and then no more", async () => {
  const owner = postgres(database.url("data", "postgres"), { max: 1, ssl: { ca: database.ca } });
  await owner.unsafe("create table outgrown (is_there int); grant select on outgrown to licet_investor");
  const look = () =>
    inTransaction({ ...people.as(north.investor), db }, (tx) => tx.execute(sql`select * from outgrown`));
  for (let round = 0; round < 4; round++) await look();
  await owner.unsafe("alter table outgrown add column more int");
  await expect(look()).rejects.toMatchObject({ cause: { code: "0A000" } });
  expect((await look()).fields.map(({ name }) => name)).toEqual(["is_there", "more"]);
  await owner.end();
});

test("however many texts there are, the server keeps only so many, and the others run as well", async () => {
  const numbers = Array.from({ length: 450 }, (_, at) => at);
  const answers = await inTransaction({ ...people.as(north.investor), db }, async (tx) => {
    const said: unknown[] = [];
    for (const number of numbers) said.push(...(await thrice(tx, `select ${number} as is`)));
    return said;
  });
  expect(answers).toEqual(numbers.flatMap((number) => [{ is: number }, { is: number }, { is: number }]));
  const { length } = await kept();
  expect(length).toBeGreaterThan(380);
  expect(length).toBeLessThanOrEqual(400);
});
