import type { Sql } from "postgres";
import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#lib/kernel/id.ts";
import { testAuthorisations } from "#scripts/testing/authorisations.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";

/* What the database refuses although every check in the code is forgotten: one statement, as one of a process's roles. */

const database = testDatabase();
const people = testPeople(database);
const attempts = testAuthorisations(people);
const { north, south } = people;

type Login = "licet_web" | "licet_worker";
const roles: readonly (readonly [Login, string])[] = [
  ...["visitor", "pending", "investor", "advisor", "compliance", "admin", "client", "sealer", "reader"].map(
    (role) => ["licet_web", `licet_${role}`] as const,
  ),
  ...["job", "system", "queue", "opener"].map((role) => ["licet_worker", `licet_${role}`] as const),
];

/** Rows that it showed or changed, or the code with which it was refused. What it changed is taken back. */
async function outcome(login: Login, role: string, statement: string, who = north.investor) {
  let rows = -1;
  const undo = new Error("undo");
  const sql = connections[login];
  if (!sql) throw new Error("not connected yet");
  return sql
    .begin(async (tx) => {
      await tx`select set_config('app.tenant_id', ${who.tenantId}, true),
        set_config('app.person_id', ${who.personId}, true), set_config('role', ${role}, true)`;
      rows = (await tx.unsafe(statement)).count;
      throw undo;
    })
    .catch((cause: { code?: string }) => (cause === undo ? rows : refusedAs(cause.code)));
}

/** To a role that has no right to anything here a table does not even exist. */
const refusedAs = (code: string | undefined) => (code === "42P01" ? denied : code);
const denied = "42501";
const connections: Partial<Record<Login, Sql>> = {};

let asked: Awaited<ReturnType<typeof attempts.claimed>>;
let ended: typeof asked;
beforeAll(async () => {
  for (const login of ["licet_web", "licet_worker"] as const)
    connections[login] = database.connect("data", login);
  asked = await attempts.claimed(north.investor);
  await attempts.show(asked, 1, { image: { mediaType: "image/png", bytes: Buffer.from("picture") } });
  ended = await attempts.claimed(north.investor);
  await people.superuser`update authorisations set status = 'finalised', ended_at = now() - interval '16 minutes',
    return_hash = null, person_agent = null, person_language = null where authorisation_id = ${ended.authorisationId}`;
});

const of = (id: string) => `authorisation_id = '${id}'`;

describe("a row of an attempt", () => {
  test.each(roles)("to %s as %s shows what its role is told", async (login, role) => {
    const told: Record<string, readonly string[]> = {
      licet_investor: ["question", "worker_address"],
      licet_job: ["question", "worker_address", "person_agent", "worker_id"],
      licet_system: ["worker_id"],
    };
    for (const column of ["question", "worker_address", "person_agent", "worker_id"]) {
      const read = `select ${column} from authorisations where ${of(asked.authorisationId)}`;
      expect(await outcome(login, role, read), column).toBe(told[role]?.includes(column) ? 1 : denied);
    }
    const picture = `select bytes from challenge_images where ${of(asked.authorisationId)}`;
    expect(await outcome(login, role, picture)).toBe(role === "licet_investor" ? 1 : denied);
  });

  test("is nobody else’s in the same firm or another", async () => {
    const read = (table: string) => `select tenant_id from ${table} where ${of(asked.authorisationId)}`;
    const colleague = await people.add("investor");
    for (const table of ["authorisations", "challenge_images"]) {
      for (const other of [colleague, south.investor])
        expect(await outcome("licet_web", "licet_investor", read(table), other)).toBe(0);
      expect(await outcome("licet_worker", "licet_job", read(table), south.investor)).toBe(0);
    }
  });

  test.each(roles)("is changed or removed by nobody but the worker: not by %s as %s", async (login, role) => {
    const change = `update authorisations set status = 'failed', reason = 'cancelled', question = null,
      answer_key = null, expires_at = null, return_hash = null, person_address = null, person_agent = null,
      person_language = null, ended_at = now() where ${of(asked.authorisationId)}`;
    expect(await outcome(login, role, change)).toBe(role === "licet_job" ? 1 : denied);
    expect(await outcome(login, role, `delete from authorisations where ${of(asked.authorisationId)}`)).toBe(
      denied,
    );
    const forget = `delete from challenge_images where ${of(asked.authorisationId)}`;
    expect(await outcome(login, role, forget)).toBe(role === "licet_job" ? 1 : denied);
  });

  test("is made by its investor and by nobody else, as one that nothing has happened to", async () => {
    const connectionId = await attempts.connection(north.investor);
    const insert = (more: Record<string, string> = {}) => {
      const row = {
        ...{ tenant_id: north.tenantId, authorisation_id: newId("aut"), connection_id: connectionId },
        ...{ investor_id: north.investor.personId, status: "received", step: "0", begun_at: "now" },
        ...more,
      };
      const values = Object.values(row).map((value) => `'${value}'`);
      return `insert into authorisations (${Object.keys(row).join(", ")}) values (${values.join(", ")})`;
    };
    for (const [login, role] of roles) {
      expect(await outcome(login, role, insert()), role).toBe(role === "licet_investor" ? 1 : denied);
    }
    const forged: Record<string, string>[] = [
      { worker_id: "w", worker_address: "evil.example:443" },
      { return_hash: "\\x00" },
      { question: "{}" },
      { investor_id: (await people.add("investor")).personId },
      { tenant_id: south.tenantId },
      { connection_id: await attempts.connection(await people.add("investor")) },
      { status: "failed" },
      { step: "1" },
    ];
    for (const more of forged)
      expect(await outcome("licet_web", "licet_investor", insert(more)), JSON.stringify(more)).toBe(denied);
  });
});

describe("an attempt that has ended", () => {
  test.each([
    ["begins anew", "status = 'received', ended_at = null"],
    ["ends otherwise", "status = 'failed', reason = 'cancelled', person_address = null"],
    ["ends at another time", "ended_at = now()"],
    ["gets another address", "person_address = '192.0.2.99'"],
    ["gets another worker", "worker_id = 'w', worker_address = 'w:1'"],
  ])("never %s, not by its superuser’s ordinary statement either", async (_what, change) => {
    const statement = `update authorisations set ${change} where ${of(ended.authorisationId)}`;
    expect(await outcome("licet_worker", "licet_job", statement)).toBe(denied);
    await expect(people.superuser.unsafe(statement)).rejects.toMatchObject({ code: denied });
  });

  test("is forgotten whose it was by the system, a quarter of an hour later and not before", async () => {
    const forget = (id: string, to = "null") =>
      `update authorisations set person_address = ${to} where ${of(id)}`;
    expect(await outcome("licet_worker", "licet_system", forget(ended.authorisationId))).toBe(1);
    expect(await outcome("licet_worker", "licet_system", forget(ended.authorisationId, "'::1'"))).toBe(
      denied,
    );
    expect(await outcome("licet_worker", "licet_system", forget(asked.authorisationId))).toBe(0);
    const recent = await attempts.claimed(north.investor);
    await people.superuser`update authorisations set status = 'finalised', ended_at = now() - interval '14 minutes',
      return_hash = null, person_agent = null, person_language = null
      where authorisation_id = ${recent.authorisationId}`;
    expect(await outcome("licet_worker", "licet_system", forget(recent.authorisationId))).toBe(0);
  });
});

describe("columns that belong together", () => {
  const over = "status = 'failed', reason = 'cancelled', ended_at = now()";
  const cleared = "question = null, answer_key = null, expires_at = null";
  const forgotten = "person_agent = null, person_language = null, person_address = null";
  test.each([
    ["a question after the end", `${over}, return_hash = null, ${forgotten}`],
    ["a return after the end", `${over}, ${cleared}, ${forgotten}`],
    ["the person’s browser after the end", `${over}, ${cleared}, return_hash = null, person_address = null`],
    [
      "an address after a failure",
      `${over}, ${cleared}, return_hash = null, person_agent = null, person_language = null`,
    ],
    [
      "an end without its time",
      `status = 'failed', reason = 'x', ${cleared}, return_hash = null, ${forgotten}`,
    ],
    [
      "a failure without its reason",
      `status = 'failed', ended_at = now(), ${cleared}, return_hash = null, ${forgotten}`,
    ],
    ["a reason without a failure", "reason = 'cancelled'"],
    ["a question without its key", "answer_key = null"],
    ["a question without a deadline", "expires_at = null"],
    ["a step without a question", cleared],
    ["a return hash of another length", "return_hash = '\\x00'"],
    ["words of a reason", "reason = 'the bank said no'"],
  ])("are refused one without the other: %s", async (_what, change) => {
    const statement = `update authorisations set ${change} where ${of(asked.authorisationId)}`;
    expect(await outcome("licet_worker", "licet_job", statement)).toBe("23514");
  });

  test.each([
    ["another worker", "worker_id = 'w', worker_address = 'w:1'"],
    ["no worker", "worker_id = null, worker_address = null, return_hash = null"],
    ["an earlier step", "step = 0"],
    ["somebody else’s address", "person_address = '192.0.2.99'"],
  ])("are not changed while it goes on: to %s", async (_what, change) => {
    const statement = `update authorisations set ${change} where ${of(asked.authorisationId)}`;
    expect(await outcome("licet_worker", "licet_job", statement)).toBe(denied);
  });

  test.each(["evil.example/x:443", "user@w:443", "w", "w:443?x", "http://w:1", "w:123456", "[::1:1", ""])(
    "hold nothing but a host and a port where answers are sent: not %o",
    async (address) => {
      const one = await attempts.begun(north.investor);
      const claim = (to: string) => `update authorisations set worker_id = 'w', worker_address = '${to}'
        where ${of(one.authorisationId)}`;
      expect(await outcome("licet_worker", "licet_job", claim(address))).toBe("23514");
      for (const good of ["worker-1.example:4443", "127.0.0.1:65535", "[::1]:1"])
        expect(await outcome("licet_worker", "licet_job", claim(good))).toBe(1);
    },
  );

  test("are of the picture’s own table, which is in no write-ahead log", async () => {
    const [table] =
      await people.superuser`select relpersistence from pg_class where relname = 'challenge_images'`;
    expect(table).toEqual({ relpersistence: "u" });
  });
});
