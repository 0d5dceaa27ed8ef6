import postgres from "postgres";
import { describe, expect, test } from "vitest";
import { Secret } from "#lib/kernel/secret.ts";
import { issueAuthority } from "#scripts/runtime/issue-certificate.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { closeDatabase, connect, openDatabase, postgresCode } from "./database.ts";

const database = testDatabase();
const settings = { size: 1, name: "a-test" };
const address = (url: string, ca = database.ca) => ({ url: new Secret(url), ca });

/** What a connection ends in, as its error. */
async function failureOf(sql: postgres.Sql): Promise<unknown> {
  const failure = await sql`select 1`.then(
    () => null,
    (cause: unknown) => cause,
  );
  await sql.end({ timeout: 1 });
  return failure;
}

describe.each(["data", "keys"] as const)("a connection to the %s database", (kind) => {
  test("is TLS 1.3 with the limits of every process", async () => {
    const sql = connect(address(database.url(kind, "licet_web")), settings);
    const [row] = await sql`select (select version from pg_stat_ssl where pid = pg_backend_pid()) as tls,
      current_setting('application_name') as name, current_setting('statement_timeout') as statement,
      current_setting('idle_in_transaction_session_timeout') as idle`;
    expect(row).toEqual({ tls: "TLSv1.3", name: "a-test", statement: "15s", idle: "10s" });
    await sql.end();
  });

  test("is refused to a server of another authority", async () => {
    const other = await issueAuthority(new Date());
    const sql = connect(address(database.url(kind, "licet_web"), other.certificate), settings);
    expect(await failureOf(sql)).toMatchObject({ code: expect.stringMatching(/CERT|ISSUER|SIGNATURE/) });
  });

  test("is refused to a server of another name", async () => {
    const url = database.url(kind, "licet_web").replace("@localhost:", "@127.1:");
    expect(url).toContain("127.1");
    expect(await failureOf(connect(address(url), settings))).toMatchObject({
      code: "ERR_TLS_CERT_ALTNAME_INVALID",
    });
  });

  test("is refused without TLS, and with a wrong password", async () => {
    const url = database.url(kind, "licet_web");
    expect(await failureOf(postgres(url, { ssl: false, max: 1 }))).toMatchObject({ code: "28000" });
    const wrong = url.replace(/:[0-9a-f]+@/, ":wrong@");
    expect(await failureOf(connect(address(wrong), settings))).toMatchObject({ code: "28P01" });
  });
});

test("the code of a failed statement is found under what wraps it", async () => {
  const db = openDatabase(address(database.url("data", "licet_web")), settings);
  const failure = await db.execute("select 1/0").then(
    () => null,
    (cause: unknown) => new Error("wrapped", { cause }),
  );
  expect(postgresCode(failure)).toBe("22012");
  expect(postgresCode(new Error("another"))).toBeNull();
  expect(postgresCode("text")).toBeNull();
  await closeDatabase(db);
});
