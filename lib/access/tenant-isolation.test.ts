import type postgres from "postgres";
import { beforeAll, describe, expect, test } from "vitest";
import { actorRoles } from "#lib/db/roles.ts";
import { newId } from "#lib/kernel/id.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { type TestFirm, testPeople } from "#scripts/testing/people.ts";

const database = testDatabase();
const { north, south } = testPeople(database);

interface Column {
  readonly name: string;
  readonly type: string;
}

interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
}

/** Roles that serve one firm at a time. `licet_system` and the gate work for the whole installation. */
const tenantRoles = Object.entries(actorRoles).flatMap(([login, roles]) =>
  roles
    .filter((role) => !["licet_system", "licet_queue"].includes(role))
    .map((role) => ({ login: login as "licet_web" | "licet_worker", role })),
);

/** Filled by the superuser, because a table without rows would prove nothing. */
const tables: Record<"data" | "keys", Table[]> = { data: [], keys: [] };

beforeAll(async () => {
  for (const kind of ["data", "keys"] as const) {
    const sql = database.connect(kind, "postgres");
    const found = await sql<(Column & { table: string })[]>`
      select c.relname as table, a.attname as name, format_type(a.atttypid, null) as type
      from pg_attribute a join pg_class c on c.oid = a.attrelid
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
        and exists (select 1 from pg_attribute t where t.attrelid = c.oid and t.attname = 'tenant_id')
      order by c.relname, a.attnum`;
    const names = [...new Set(found.map(({ table }) => table))];
    tables[kind] = names.map((name) => ({ name, columns: found.filter(({ table }) => table === name) }));
    // Keys to other tables and checks are not what is tried here; a row of each firm in each table is.
    await sql.unsafe("set session_replication_role = replica");
    for (const table of tables[kind]) for (const firm of [north, south]) await fill(sql, table, firm);
    await sql.end();
  }
});

async function fill(sql: postgres.Sql, table: Table, firm: TestFirm): Promise<void> {
  const [present] = await sql`select 1 from ${sql(table.name)} where tenant_id = ${firm.tenantId}`;
  if (present) return;
  const checks = await sql<{ name: string }[]>`select conname as name from pg_constraint
    where conrelid = ${table.name}::regclass and contype = 'c'`;
  for (const { name } of checks) await sql`alter table ${sql(table.name)} drop constraint ${sql(name)}`;
  await sql.unsafe(insertion(table, firm));
}

function insertion({ name, columns }: Table, firm: TestFirm): string {
  const values = columns.map((column) => sample(column, firm));
  return `insert into ${name} (${columns.map((column) => column.name).join(", ")}) values (${values.join(", ")})`;
}

/** Any value that the type takes; the tenant and the person are real. */
function sample({ name, type }: Column, firm: TestFirm): string {
  if (name === "tenant_id") return `'${firm.tenantId}'`;
  if (name === "person_id" || name === "actor_id") return `'${firm.investor.personId}'`;
  if (type === "text") return `'${newId("x")}'`;
  if (type === "bytea") return `sha256('${newId("x")}')`;
  if (type.endsWith("[]")) return "'{}'";
  if (type === "uuid") return "gen_random_uuid()";
  if (type === "xid8") return "pg_current_xact_id()";
  if (type.startsWith("timestamp") || type === "date") return "now()";
  if (type === "integer") return "1";
  // Places in the log are given once.
  if (type === "bigint") return "floor(random() * 1e12)::bigint";
  if (type === "boolean") return "true";
  if (type === "jsonb") return "'{}'";
  return `(enum_range(null::${type}))[1]`;
}

/** The columns that a role may write, and one that it may not where there is no other. */
async function changeable(sql: postgres.Sql, role: string, table: string): Promise<readonly string[]> {
  const rows = await sql<{ name: string }[]>`select attname::text as name from pg_attribute
    where attrelid = (select oid from pg_class where relname = ${table} and relnamespace = 'public'::regnamespace)
      and attnum > 0 and not attisdropped and has_column_privilege(${role}, attrelid, attnum, 'update')`;
  return rows.length > 0 ? rows.map(({ name }) => name) : ["tenant_id"];
}

/** Rows that a statement reached as one role of one firm, or 0 where it was refused. */
async function reached(
  sql: postgres.Sql,
  role: string,
  identity: { tenantId: string; personId: string } | null,
  statement: string,
): Promise<number> {
  try {
    return await sql.begin(async (tx) => {
      if (identity) {
        await tx`select set_config('app.tenant_id', ${identity.tenantId}, true),
          set_config('app.person_id', ${identity.personId}, true)`;
      }
      await tx.unsafe(`set local role ${role}`);
      const rows = await tx.unsafe(statement);
      return rows.count;
    });
  } catch (cause) {
    // Refused, or not even found by a role that may not look into the schema.
    const refusals: unknown[] = ["42501", "42P01"];
    if (cause instanceof Error && "code" in cause && refusals.includes(cause.code)) return 0;
    throw cause;
  }
}

describe.each(["data", "keys"] as const)("in the %s database", (kind) => {
  describe.each(tenantRoles)("$role", ({ login, role }) => {
    const identities = (["investor", "admin"] as const).map((one) => north[one]);

    test("reads and changes no row of another firm, in any table", async () => {
      const sql = database.connect(kind, login);
      for (const { name } of tables[kind]) {
        const other = `where tenant_id = '${south.tenantId}'`;
        const statements = [
          `select tenant_id from ${name} ${other}`,
          `delete from ${name} ${other}`,
          ...(await changeable(sql, role, name)).map(
            (column) => `update ${name} set ${column} = ${column} ${other}`,
          ),
        ];
        for (const statement of statements) {
          expect(await reached(sql, role, identities[0] ?? null, statement), `${role}: ${statement}`).toBe(0);
        }
      }
    });

    test("writes no row into another firm, nor moves one there", async () => {
      const sql = database.connect(kind, login);
      for (const table of tables[kind]) {
        for (const identity of identities) {
          const inserted = await reached(sql, role, identity, insertion(table, south));
          expect(inserted, `${role} inserts into ${table.name}`).toBe(0);
        }
        const moved = `update ${table.name} set tenant_id = '${south.tenantId}' where tenant_id = '${north.tenantId}'`;
        expect(await reached(sql, role, north.investor, moved), `${role}: ${moved}`).toBe(0);
      }
    });

    test("sees nothing at all before it says who it is", async () => {
      const sql = database.connect(kind, login);
      for (const { name } of tables[kind]) {
        for (const identity of [null, { tenantId: "", personId: "" }]) {
          expect(
            await reached(sql, role, identity, `select tenant_id from ${name}`),
            `${role}: ${name}`,
          ).toBe(0);
        }
      }
    });
  });
});

test("each firm's own people do see their rows, so that the refusals above mean something", async () => {
  const sql = database.connect("data", "licet_web");
  const own = (role: string, table: string, person: { tenantId: string; personId: string }) =>
    reached(sql, role, person, `select tenant_id from ${table}`);
  expect(await own("licet_investor", "people", north.investor)).toBe(1);
  expect(await own("licet_admin", "people", north.admin)).toBe(4);
  expect(await own("licet_investor", "sessions", north.investor)).toBe(1);
  expect(await own("licet_compliance", "audit_events", north.compliance)).toBeGreaterThan(0);
  expect(tables.data.length).toBeGreaterThan(8);
  expect(tables.keys.length).toBeGreaterThan(0);
});
