import type { Duplex } from "node:stream";
import { sql } from "drizzle-orm";
import postgres from "postgres";
import { describe, expect, test } from "vitest";
import { AppError } from "#lib/kernel/errors.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { issueAuthority } from "#scripts/runtime/issue-certificate.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { closeDatabase, type Database, openDatabase, postgresCode, type Transaction } from "./database.ts";

const database = testDatabase();
const settings = { size: 1, name: "a-test" };
const address = (url: string, ca = database.ca) => ({ url: new Secret(url), ca });

const open = (url: string, ca = database.ca) => openDatabase(address(url, ca), settings);

/** What a connection ends in, as its error. */
async function failureOf(db: Database): Promise<unknown> {
  const failure = await db.$client.query("select 1").then(
    () => null,
    (cause: unknown) => cause,
  );
  await closeDatabase(db);
  return failure;
}

describe.each(["data", "keys"] as const)("a connection to the %s database", (kind) => {
  test("is TLS 1.3 with the limits of every process", async () => {
    const db = open(database.url(kind, "licet_web"));
    const { rows } =
      await db.execute(sql`select (select version from pg_stat_ssl where pid = pg_backend_pid()) as tls,
      current_setting('application_name') as name, current_setting('statement_timeout') as statement,
      current_setting('idle_in_transaction_session_timeout') as idle,
      current_setting('transaction_timeout') as transaction`);
    const limits = { statement: "15s", idle: "10s", transaction: "30s" };
    expect(rows[0]).toEqual({ tls: "TLSv1.3", name: "a-test", ...limits });
    await closeDatabase(db);
  });

  test("is refused to a server of another authority", async () => {
    const other = await issueAuthority(new Date());
    const db = open(database.url(kind, "licet_web"), other.certificate);
    expect(await failureOf(db)).toMatchObject({ code: expect.stringMatching(/CERT|ISSUER|SIGNATURE/) });
  });

  test("is refused to a server of another name", async () => {
    const url = database.url(kind, "licet_web").replace("@localhost:", "@127.1:");
    expect(url).toContain("127.1");
    expect(await failureOf(open(url))).toMatchObject({
      code: "ERR_TLS_CERT_ALTNAME_INVALID",
    });
  });

  test("is refused without TLS, and with a wrong password", async () => {
    const url = database.url(kind, "licet_web");
    const plain = postgres(url, { ssl: false, max: 1 });
    await expect(plain`select 1`).rejects.toMatchObject({ code: "28000" });
    await plain.end();
    const wrong = url.replace(/:[0-9a-f]+@/, ":wrong@");
    expect(await failureOf(open(wrong))).toMatchObject({ code: "28P01" });
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

test("a transaction that cannot even begin gives its connection back", async () => {
  const db = openDatabase(address(database.url("data", "licet_web")), settings);
  const impossible = { "no such setting": "" };
  for (let attempt = 0; attempt < 3; attempt++) {
    await expect(db.transaction(async () => {}, impossible)).rejects.toMatchObject({ code: "42704" });
  }
  const { rows } = await db.transaction((tx) => tx.execute(sql`select 1 as one`));
  expect(rows).toEqual([{ one: 1 }]);
  await closeDatabase(db);
});

describe("the statements of a transaction", () => {
  const setting = (value: string) => sql`select set_config('app.request_id', ${value}, true) as is`;
  const current = sql`select current_setting('app.request_id') as is`;

  test("that are asked together go out together, with its begin, and run in their order", async () => {
    const db = openDatabase(address(database.url("data", "licet_web")), settings);
    let writes = 0;
    db.$client.on("connect", (client) => {
      const { stream } = (client as unknown as { connection: { stream: Duplex } }).connection;
      for (const name of ["_write", "_writev"] as const) {
        const written = stream[name] as (...given: unknown[]) => void;
        stream[name] = (...given: unknown[]) => {
          writes++;
          Reflect.apply(written, stream, given);
        };
      }
    });
    await db.transaction(async () => {});
    writes = 0;
    const found = await db.transaction((tx) =>
      Promise.all([setting("a"), current, setting("b"), current].map((one) => tx.execute(one))),
    );
    expect(found.map(({ rows }) => rows[0]?.is)).toEqual(["a", "a", "b", "b"]);
    // The second is the commit.
    expect(writes).toBe(2);
    await closeDatabase(db);
  });

  test("run in one round and in the order of their acts, whichever is slower to ask", async () => {
    const db = openDatabase(address(database.url("data", "licet_web")), settings);
    const slowly = async (tx: Transaction, value: string) => {
      for (let turn = 0; turn < 5; turn++) await null;
      return (await tx.execute(setting(value))).rows[0]?.is;
    };
    const found = await db.transaction((tx) =>
      tx.inOneRound([
        () => slowly(tx, "a"),
        async () => (await tx.execute(current)).rows[0]?.is,
        async () => "asks nothing",
        () => slowly(tx, "b"),
        async () => (await tx.execute(current)).rows[0]?.is,
      ]),
    );
    expect(found).toEqual(["a", "a", "asks nothing", "b", "b"]);
    await closeDatabase(db);
  });

  test("fail in one round as the first of their acts that fails, whichever fails sooner", async () => {
    const db = openDatabase(address(database.url("data", "licet_web")), settings);
    const begun: string[] = [];
    const failing = db.transaction((tx) =>
      tx.inOneRound([
        () => tx.execute(setting("a")),
        async () => {
          await tx.execute(current);
          throw new AppError("consent.changed");
        },
        () => tx.execute("select 1/0"),
        () => Promise.reject(new Error("soonest")),
        async () => begun.push("the last"),
      ]),
    );
    await expect(failing).rejects.toMatchObject({ code: "consent.changed" });
    expect(begun).toEqual(["the last"]);
    await closeDatabase(db);
  });

  test("do not run where it cannot begin, though they are sent", async () => {
    const db = openDatabase(address(database.url("data", "licet_web")), settings);
    let code: string | null = null;
    const begun = db.transaction(
      (tx) =>
        tx.execute("select 1").catch((cause: unknown) => {
          code = postgresCode(cause);
        }),
      { "no such setting": "" },
    );
    await expect(begun).rejects.toMatchObject({ code: "42704" });
    expect(code).toBe("25P02");
    await closeDatabase(db);
  });

  test("have no right to any table where there is no transaction to run in", async () => {
    const db = openDatabase(address(database.url("data", "licet_web")), settings);
    let code: string | null = null;
    // A text with a nought in it is refused whole, so that not even `begin` is done.
    const begun = db.transaction(
      (tx) =>
        tx.execute("select count(*) from consents").catch((cause: unknown) => {
          code = postgresCode(cause);
        }),
      { "app.request_id": "a\0b", role: "licet_investor" },
    );
    await expect(begun).rejects.toMatchObject({ code: "system.unavailable" });
    expect(code).toBe("42501");
    await closeDatabase(db);
  });

  test("of a round that was refused are not committed, though the refusal was caught", async () => {
    const db = openDatabase(address(database.url("data", "licet_web")), settings);
    const careless = db.transaction(
      async (tx) => {
        const round = tx.inOneRound([
          async () => {
            await tx.execute(current);
            throw new AppError("consent.changed");
          },
          () => tx.execute("select 1"),
        ]);
        await round.catch(() => {});
        return "done";
      },
      { "app.request_id": "b" },
    );
    await expect(careless).rejects.toMatchObject({ code: "consent.changed" });
    await closeDatabase(db);
  });

  test("are none once it is over, and then not in anybody else's", async () => {
    const db = openDatabase(address(database.url("data", "licet_web")), settings);
    const [ended, failed] = await Promise.all([
      db.transaction(async (tx) => ({ tx })),
      new Promise<Transaction>((done) => {
        const refused = db.transaction(async (tx) => {
          done(tx);
          throw new Error("refused");
        });
        refused.catch(() => {});
      }),
    ]);
    await db.transaction(async () => {
      for (const tx of [ended.tx, failed]) {
        const late = await tx.execute("select 1").catch((cause: Error) => cause.cause);
        expect(late).toMatchObject({ message: "A statement came after its transaction had ended." });
      }
    });
    await closeDatabase(db);
  });

  test("are not taken for done where one failed and nobody looked", async () => {
    const db = openDatabase(address(database.url("data", "licet_web")), settings);
    const careless = db.transaction(async (tx) => {
      await tx.execute("select 1/0").catch(() => {});
      return "done";
    });
    await expect(careless).rejects.toThrow("its failure was not heeded");
    await closeDatabase(db);
  });
});

describe("a connection that is lost in a transaction", () => {
  const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));
  const named = (name: string) => openDatabase(address(database.url("data", "licet_web")), { size: 1, name });
  const codeOf = (cause: unknown) => postgresCode(cause) ?? "lost";

  test("fails that transaction, and the next one has a connection again", async () => {
    const db = named("terminated");
    const running = db.transaction((tx) => tx.execute(sql`select pg_sleep(5)`)).then(() => "done", codeOf);
    const superuser = database.connect("data", "postgres");
    for (let ended = 0; ended === 0; ) {
      ended = (
        await superuser`select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'terminated' and wait_event = 'PgSleep'`
      ).count;
    }
    expect(await running).not.toBe("done");
    const { rows } = await db.transaction((tx) => tx.execute(sql`select 1 as one`));
    expect(rows).toEqual([{ one: 1 }]);
    await closeDatabase(db);
  });

  test("says nothing more in anybody else's transaction", async () => {
    const db = named("idle");
    const slow = db
      .transaction(async (tx) => {
        await tx.execute(sql`set local idle_in_transaction_session_timeout = 200`);
        await sleep(600);
        await tx.execute(sql`select 1`);
      })
      .then(() => "done", codeOf);
    await sleep(50);
    const other = await db.transaction(async (tx) => {
      const transaction = async () =>
        (await tx.execute(sql`select pg_current_xact_id()::text as id`)).rows[0]?.id;
      const before = await transaction();
      await sleep(900);
      return [before, await transaction()];
    });
    expect(other[0]).toBe(other[1]);
    expect(await slow).not.toBe("done");
    await closeDatabase(db);
  });
});

describe("a database that is away", () => {
  const away = { code: "system.unavailable", facts: { retryAfterSeconds: expect.any(Number) } };
  const failing = { size: 1, name: "away" };

  test("is one code where nothing listens, and where the name is nobody's", async () => {
    for (const url of [
      "postgres://licet_web:x@localhost:1/licet_data",
      "postgres://licet_web:x@nobody.invalid:1/x",
    ]) {
      const db = openDatabase(address(url), failing);
      await expect(db.transaction((tx) => tx.execute(sql`select 1`))).rejects.toMatchObject(away);
      await closeDatabase(db);
    }
  });

  test("is the same code for a transaction that it cuts off, whatever its work makes of that", async () => {
    const db = openDatabase(address(database.url("data", "licet_web")), { size: 2, name: "cut" });
    const superuser = database.connect("data", "postgres");
    const cut = async () => {
      await superuser`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'cut'`;
    };
    const inTheMiddle = db.transaction(async (tx) => {
      await cut();
      await tx.execute(sql`select 1`);
    });
    await expect(inTheMiddle).rejects.toMatchObject(away);
    const wrapped = db.transaction(async (tx) => {
      await cut();
      await tx.execute(sql`select 1`).catch((cause: unknown) => {
        throw new Error("what a use case makes of it", { cause });
      });
    });
    await expect(wrapped).rejects.toMatchObject(away);
    await expect(db.transaction((tx) => tx.execute(sql`select 1`))).resolves.toBeDefined();
    await closeDatabase(db);
  });

  test("is the same code for a statement that takes too long, and for nothing that is wrong in itself", async () => {
    const db = openDatabase(address(database.url("data", "licet_web")), failing);
    const slow = db.transaction(async (tx) => {
      await tx.execute(sql`set local statement_timeout = 50`);
      await tx.execute(sql`select pg_sleep(5)`);
    });
    await expect(slow).rejects.toMatchObject(away);
    await expect(db.transaction((tx) => tx.execute(sql`select 1/0`))).rejects.toMatchObject({
      cause: { code: "22012" },
    });
    const refusal = new AppError("auth.forbidden");
    await expect(db.transaction(() => Promise.reject(refusal))).rejects.toBe(refusal);
    await closeDatabase(db);
  });
});
