import postgres from "postgres";
import { actorRoles, gateRole, type LoginRole, loginRoles } from "./roles.ts";

export type DatabaseKind = "data" | "keys";

export const databaseNames: Readonly<Record<DatabaseKind, string>> = {
  data: "licet_data",
  keys: "licet_keys",
};

export interface Provision {
  /** A superuser's URL of the cluster's `postgres` database. */
  readonly superuserUrl: string;
  readonly kind: DatabaseKind;
  readonly passwords: Readonly<Record<LoginRole, string>>;
  readonly ca: string;
}

/**
 * Makes a cluster ready: the roles, and the database that `licet_owner` owns. It can be run again:
 * what exists is brought to the stated form. An operator may run the same statements by hand.
 */
export async function provisionCluster({ superuserUrl, kind, passwords, ca }: Provision): Promise<void> {
  const sql = postgres(superuserUrl, { max: 1, ssl: { ca, rejectUnauthorized: true }, onnotice: () => {} });
  try {
    const acting = [...Object.values(actorRoles).flat(), gateRole];
    for (const role of [...loginRoles, ...acting]) await createRole(sql, role);
    for (const role of acting) await sql.unsafe(`alter role ${role} nologin ${withoutPrivilege}`);
    for (const role of loginRoles) {
      await sql.unsafe(`alter role ${role} login ${withoutPrivilege} password ${literal(passwords[role])}`);
    }
    for (const [login, roles] of Object.entries(actorRoles)) {
      for (const role of roles) await sql.unsafe(`grant ${role} to ${login} with inherit false, set true`);
    }
    await sql.unsafe(`grant ${gateRole} to licet_owner with inherit false, set true`);
    await createDatabase(sql, databaseNames[kind]);
  } finally {
    await sql.end({ timeout: 5 });
  }
  await closeLargeObjects({ superuserUrl, kind, ca });
}

/**
 * Large objects lie outside every schema and row policy, and PostgreSQL lets everybody make them: a place to leave
 * data that no rule of ours reaches. The functions are the superuser's, so that no migration could take them away.
 */
async function closeLargeObjects({ superuserUrl, kind, ca }: Omit<Provision, "passwords">): Promise<void> {
  const url = new URL(superuserUrl);
  url.pathname = `/${databaseNames[kind]}`;
  const sql = postgres(url.href, { max: 1, ssl: { ca, rejectUnauthorized: true }, onnotice: () => {} });
  try {
    const found = await sql<{ name: string }[]>`select oid::regprocedure::text as name from pg_proc
      where pronamespace = 'pg_catalog'::regnamespace and (proname ~ '^lo_' or proname in ('loread', 'lowrite'))`;
    for (const { name } of found)
      await sql.unsafe(`revoke execute on function pg_catalog.${name} from public`);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function createRole(sql: postgres.Sql, role: string): Promise<void> {
  const [exists] = await sql`select 1 from pg_roles where rolname = ${role}`;
  if (!exists) await sql.unsafe(`create role ${role} nologin`);
}

const withoutPrivilege = "noinherit nosuperuser nocreatedb nocreaterole nobypassrls noreplication";

async function createDatabase(sql: postgres.Sql, name: string): Promise<void> {
  const [exists] = await sql`select 1 from pg_database where datname = ${name}`;
  if (!exists) await sql.unsafe(`create database ${name} owner licet_owner`);
  await sql.unsafe(`revoke all on database ${name} from public`);
  await sql.unsafe(`grant connect on database ${name} to licet_web, licet_worker`);
}

/** Utility statements take no parameters, so the password is quoted as PostgreSQL quotes a literal. */
const literal = (value: string) => `'${value.replaceAll("'", "''")}'`;
