import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import postgres from "postgres";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { Secret } from "#lib/kernel/secret.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { closeDatabase, openDatabase } from "./database.ts";
import { migrate, requireCurrentSchema } from "./migrate.ts";

const database = testDatabase();
const made: string[] = [];
const folder = mkdtempSync(join(tmpdir(), "licet-migrations-"));

afterAll(async () => {
  rmSync(folder, { recursive: true });
  const sql = database.connect("data", "postgres");
  for (const name of made) await sql.unsafe(`drop database if exists ${name} with (force)`);
});

/** A database of the owner's with nothing in it. */
async function emptyDatabase(): Promise<{ url: string; sql: postgres.Sql }> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  const superuser = database.connect("data", "postgres");
  await superuser.unsafe(`create database ${name} owner licet_owner`);
  made.push(name);
  const url = new URL(database.url("data", "licet_owner"));
  url.pathname = `/${name}`;
  return { url: url.href, sql: postgres(url.href, { ssl: { ca: database.ca }, max: 1, onnotice: () => {} }) };
}

/** Asks as a process does that is about to serve. */
async function current(url: string, kind: "data" | "keys"): Promise<void> {
  const db = openDatabase({ url: new Secret(url), ca: database.ca }, { size: 1, name: "test" });
  await requireCurrentSchema(db.$client, kind).finally(() => closeDatabase(db));
}

const own = (url: string) => ({ url, ca: database.ca, kind: "data" as const });

describe("the migrations of this build", () => {
  test("make the schema out of nothing, and have nothing to do the second time", async () => {
    const { url, sql } = await emptyDatabase();
    await expect(current(url, "data")).rejects.toThrow(/lacks \d+ migration.*npm run migrate/);
    const { applied } = await migrate(own(url));
    expect(applied[0]).toBe("0001_roles_and_queue.sql");
    expect((await migrate(own(url))).applied).toEqual([]);
    await expect(current(url, "data")).resolves.toBeUndefined();
    await sql.end();
  });

  test("run once when two processes start them at the same time", async () => {
    const { url, sql } = await emptyDatabase();
    const runs = await Promise.all([migrate(own(url)), migrate(own(url)), migrate(own(url))]);
    const counts = runs.map(({ applied }) => applied.length).sort();
    expect(counts.slice(0, 2)).toEqual([0, 0]);
    expect(counts[2]).toBeGreaterThan(4);
    await expect(current(url, "data")).resolves.toBeUndefined();
    await sql.end();
  });

  test.each(["licet_web", "licet_worker"] as const)(
    "are recognised by %s, which may do no more",
    async (login) => {
      for (const kind of ["data", "keys"] as const) {
        const sql = database.connect(kind, login);
        await expect(current(database.url(kind, login), kind)).resolves.toBeUndefined();
        await expect(sql`delete from licet_migrations`).rejects.toThrow(/permission denied/);
      }
    },
  );
});

describe("migrations", () => {
  beforeEach(() => {
    write("0001_first.sql", "create table first (id int);");
    write("0002_second.sql", "create table second (id int);");
  });
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  const run = (url: string) =>
    migrate({ url, ca: database.ca, kind: "keys", folder: pathToFileURL(`${folder}/`) });
  const tablesIn = async (sql: postgres.Sql) =>
    (
      await sql<{ name: string }[]>`select relname as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`
    ).map(({ name }) => name);

  test("leave nothing of a file that fails, and go on from there when it is mended", async () => {
    const { url, sql } = await emptyDatabase();
    write("0002_second.sql", "create table second (id int); insert into second values (1); select 1/0;");
    await expect(run(url)).rejects.toThrow(/0002_second.sql failed \(division by zero\) and was rolled back/);
    expect(await tablesIn(sql)).toEqual(["first", "licet_migrations"]);

    write("0002_second.sql", "create table second (id int);");
    expect((await run(url)).applied).toEqual(["0002_second.sql"]);
    expect(await tablesIn(sql)).toEqual(["first", "licet_migrations", "second"]);
    await sql.end();
  });

  test("leave nothing of a file during which the process is killed", async () => {
    const { url, sql } = await emptyDatabase();
    write("0002_second.sql", "create table second (id int); select pg_sleep(1);");
    const program = `const { migrate } = await import(${JSON.stringify(new URL("migrate.ts", import.meta.url).href)});
      await migrate({ url: ${JSON.stringify(url)}, ca: ${JSON.stringify(database.ca)}, kind: "keys",
        folder: new URL(${JSON.stringify(pathToFileURL(`${folder}/`).href)}) });`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", program], { stdio: "ignore" });
    const ended = new Promise((done) => child.once("exit", (_code, signal) => done(signal)));
    for (let found = 0; found === 0 && child.exitCode === null; ) {
      found = (
        await sql`select 1 from pg_stat_activity
        where datname = current_database() and wait_event = 'PgSleep'`
      ).count;
    }
    child.kill("SIGKILL");
    expect(await ended).toBe("SIGKILL");
    write("0002_second.sql", "create table second (id bigint);");
    expect((await run(url)).applied).toEqual(["0002_second.sql"]);
    expect(await tablesIn(sql)).toEqual(["first", "licet_migrations", "second"]);
    await sql.end();
  });

  test("refuse a file that was changed after it ran, and do nothing", async () => {
    const { url, sql } = await emptyDatabase();
    await run(url);
    write("0001_first.sql", "create table first (id bigint);");
    write("0003_third.sql", "create table third (id int);");
    await expect(run(url)).rejects.toThrow(/0001_first.sql was changed after it ran/);
    expect(await tablesIn(sql)).not.toContain("third");
    rmSync(join(folder, "0003_third.sql"));
    await sql.end();
  });

  test("refuse a database that is newer than the build", async () => {
    const { url, sql } = await emptyDatabase();
    await run(url);
    await sql`insert into licet_migrations (name, checksum) values ('0009_later.sql', 'x')`;
    await expect(run(url)).rejects.toThrow(/newer than this build: it has migration 0009_later.sql/);
    await sql.end();
  });

  test("of another build are refused by a process of this one", async () => {
    const { url, sql } = await emptyDatabase();
    await run(url);
    await expect(current(url, "keys")).rejects.toThrow(/newer than this build/);
    await sql.end();
  });
});
