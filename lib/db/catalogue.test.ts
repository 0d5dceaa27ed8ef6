import type postgres from "postgres";
import { describe, expect, inject, test } from "vitest";
import { type Catalogue, readCatalogue } from "#scripts/testing/catalogue.ts";
import { catalogueProblems } from "#scripts/testing/catalogue-rules.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { provisionCluster } from "./provision.ts";

const database = testDatabase();

/** What the rules say of the database with an offence in it, which is undone again. */
async function problemsWith(
  offence: string,
  role: "postgres" | "licet_owner" = "postgres",
): Promise<readonly string[]> {
  const sql = database.connect("data", role);
  let found: Catalogue | undefined;
  await sql
    .begin(async (tx) => {
      await tx.unsafe(offence);
      found = await readCatalogue(tx as unknown as postgres.Sql);
      throw new Error("undo");
    })
    .catch((cause: unknown) => {
      if (!(cause instanceof Error && cause.message === "undo")) throw cause;
    });
  return found ? catalogueProblems(found, "data") : [];
}

describe("the rules of the catalogue", () => {
  test.each(["data", "keys"] as const)("hold in the %s database", async (kind) => {
    const catalogue = await readCatalogue(database.connect(kind, "postgres"));
    expect(catalogue.tables.length).toBeGreaterThan(0);
    expect(catalogue.roles.length).toBeGreaterThan(10);
    expect(catalogueProblems(catalogue, kind)).toEqual([]);
  });

  test.each([
    ["a new table", "create table notes (id text primary key)", "notes has row security not enabled"],
    [
      "row security that does not bind the owner",
      "create table notes (id text primary key); alter table notes enable row level security",
      "notes has row security not forced",
    ],
    ["a table that loses it", "alter table people no force row level security", "people has row security"],
    [
      "a view, which reads as its owner",
      "create view everybody as select * from people",
      "everybody has row",
    ],
    [
      "personal data in an exempt table",
      "alter table worker_heartbeats add person_id text",
      "worker_heartbeats is exempt from row security and has person_id",
    ],
    [
      "a key that does not begin with the tenant",
      "create table notes (id text primary key, tenant_id text)",
      "its primary key does not begin with it",
    ],
    [
      "a definer function elsewhere",
      "create function leak() returns int language sql security definer as 'select 1'",
      "public.leak is a definer function outside the gate",
    ],
    [
      "a definer function of the superuser",
      "create function gate.leak() returns int language sql security definer set search_path = pg_catalog as 'select 1'",
      "gate.leak runs as postgres",
    ],
    [
      "a definer function that everybody may call",
      "set local role licet_gate; create function gate.leak() returns int language sql security definer set search_path = pg_catalog as 'select 1'; reset role",
      "gate.leak may be called by everybody",
    ],
    [
      "a definer function that finds its tables by the caller's path",
      "alter function gate.personas() reset search_path",
      "gate.personas has no search path",
    ],
    ["a right of a login", "grant select on people to licet_web", "licet_web SELECT people"],
    [
      "a right on one column",
      "grant update (name) on people to licet_worker",
      "licet_worker UPDATE people.name",
    ],
    [
      "a right on a sequence",
      "create sequence n; grant usage on sequence n to licet_web",
      "licet_web USAGE n",
    ],
    ["a right of everybody", "grant select on tenants to public", "public SELECT tenants"],
    ["a login that inherits", "alter role licet_web inherit", "licet_web inherits"],
    [
      "a role past row security",
      "alter role licet_admin bypassrls",
      "licet_admin has a right over the whole",
    ],
    ["an actor that can log in", "alter role licet_admin login", "licet_admin can log in"],
    ["a role that owns", "alter table job_kinds owner to licet_web", "licet_web owns 1 objects"],
    [
      "a way to large objects",
      "grant execute on function lo_create(oid) to public",
      "everybody may call lo_create(oid)",
    ],
    [
      "another way to large objects",
      "grant execute on function lowrite(integer, bytea) to public",
      "everybody may call lowrite(integer,bytea)",
    ],
    ["an unknown role", "create role licet_helpdesk noinherit", "licet_helpdesk is a role that"],
  ])("find %s", async (_offence, statement, expected) => {
    expect((await problemsWith(statement)).join("\n")).toContain(expected);
  });
});

describe("the roles of one process", () => {
  const web = [
    "visitor",
    "pending",
    "investor",
    "advisor",
    "compliance",
    "admin",
    "client",
    "sealer",
    "reader",
  ];
  const worker = ["job", "system", "queue", "opener"];
  const nobodys = ["gate", "owner"];
  const cases = (["data", "keys"] as const).flatMap((kind) =>
    [...web, ...worker, ...nobodys].flatMap((role) =>
      (["licet_web", "licet_worker"] as const).map((login) => {
        const may = (login === "licet_web" ? web : worker).includes(role);
        return { kind, login, role: `licet_${role}`, may };
      }),
    ),
  );

  test("are its own: a login becomes them and no others", async () => {
    for (const { kind, login, role, may } of cases) {
      const sql = database.connect(kind, login);
      const attempt = sql.unsafe(`set role ${role}`);
      if (may) await expect(attempt, `${login} as ${role}`).resolves.toBeDefined();
      else await expect(attempt, `${login} as ${role}`).rejects.toThrow(/permission denied to set role/);
      await sql.end();
    }
  });

  test("do not lead from one to another process, nor past row security", async () => {
    const [web, worker] = [database.connect("data", "licet_web"), database.connect("data", "licet_worker")];
    for (const other of ["licet_worker", "licet_owner", "postgres"]) {
      await expect(web.unsafe(`set role ${other}`)).rejects.toThrow(/permission denied/);
    }
    await expect(worker.unsafe("set role licet_web")).rejects.toThrow(/permission denied/);
    await expect(web.unsafe("set session authorization postgres")).rejects.toThrow(/permission denied/);
    for (const sql of [web, worker]) {
      await expect(sql`select * from people`).rejects.toThrow(/permission denied for table people/);
      await expect(sql.unsafe("create table public.x (id int)")).rejects.toThrow(/permission denied/);
      await expect(sql.unsafe("create schema x")).rejects.toThrow(/permission denied/);
      await expect(sql.unsafe("create temporary table x (id int)")).rejects.toThrow(/permission denied/);
    }
  });

  test("leave nothing in large objects, which no policy reaches", async () => {
    for (const kind of ["data", "keys"] as const) {
      for (const login of ["licet_web", "licet_worker", "licet_owner"] as const) {
        const sql = database.connect(kind, login);
        for (const call of ["lo_create(0)", "lo_from_bytea(0, 'x')", "lo_get(1)", "lo_unlink(1)"]) {
          await expect(sql.unsafe(`select ${call}`), `${login}: ${call}`).rejects.toMatchObject({
            code: "42501",
          });
        }
        await sql.end();
      }
    }
  });

  test("reach the queue through the gate alone", async () => {
    const sql = database.connect("data", "postgres");
    const rows = await sql<{ role: string }[]>`select rolname as role from pg_roles
      where rolname like 'licet\\_%' and has_schema_privilege(oid, 'graphile_worker', 'usage') order by 1`;
    expect(rows.map(({ role }) => role)).toEqual([
      "licet_gate",
      "licet_owner",
      "licet_queue",
      "licet_system",
    ]);
  });
});

describe("provisioning a cluster again", () => {
  const provision = async () => {
    for (const kind of ["data", "keys"] as const) {
      const { superuserUrl, passwords } = inject("clusters")[kind];
      await provisionCluster({ superuserUrl, kind, passwords, ca: database.ca });
    }
  };
  const state = async () => {
    const sql = database.connect("data", "postgres");
    return {
      roles: [...(await sql`select * from pg_roles where rolname like 'licet%' order by rolname`)],
      members: [
        ...(await sql`select roleid, member, admin_option, inherit_option, set_option from pg_auth_members
        order by 1, 2`),
      ],
      databases: [
        ...(await sql`select datname, datdba, datacl from pg_database where datname like 'licet%' order by 1`),
      ],
    };
  };

  test("changes nothing", async () => {
    const before = await state();
    await provision();
    expect(await state()).toEqual(before);
  });

  test("brings a role back to its stated form", async () => {
    const sql = database.connect("data", "postgres");
    await sql.unsafe(
      "alter role licet_client login inherit createdb; alter role licet_worker inherit createrole",
    );
    await provision();
    expect(catalogueProblems(await readCatalogue(sql), "data")).toEqual([]);
  });
});
