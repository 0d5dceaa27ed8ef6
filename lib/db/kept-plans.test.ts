import { sql } from "drizzle-orm";
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

test("however many texts there are, the server keeps only so many, and the others run as well", async () => {
  const numbers = Array.from({ length: 450 }, (_, at) => at);
  const answers = await inTransaction({ ...people.as(north.investor), db }, async (tx) => {
    const said: number[] = [];
    for (const number of numbers) {
      for (let times = 0; times < 3; times++) {
        const { rows } = await tx.execute<{ is: number }>(sql.raw(`select ${number} as is`));
        said.push(rows[0]?.is ?? -1);
      }
    }
    return said;
  });
  expect(answers).toEqual(numbers.flatMap((number) => [number, number, number]));
  expect((await kept()).length).toBe(400);
});
