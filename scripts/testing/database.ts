import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import postgres from "postgres";
import { afterAll, beforeAll, inject } from "vitest";

import type { TestCluster } from "./global-setup.ts";

export type TestLogin = "licet_owner" | "licet_web" | "licet_worker" | "postgres";

export interface TestDatabase {
  /** The PEM of the authority that signed both servers' certificates, and where it is. */
  readonly ca: string;
  readonly caFile: string;
  /** The address for one login role; `postgres` is the superuser. */
  url(kind: "data" | "keys", login: TestLogin): string;
  /** A raw connection for one login role, closed after the test file. */
  connect(kind: "data" | "keys", login: TestLogin): postgres.Sql;
}

interface Copy {
  readonly name: string;
  readonly cluster: TestCluster;
}

/**
 * Gives this test file its own copy of the migrated databases: call it at the top of the file, use the answer
 * inside tests and hooks. Copies cost some 30 ms and are dropped with the file.
 */
export function testDatabase(): TestDatabase {
  const clients: postgres.Sql[] = [];
  let copies: Readonly<Record<"data" | "keys", Copy>> | null = null;
  let caFile = "";

  beforeAll(async () => {
    const clusters = inject("clusters");
    caFile = clusters.authorityFile;
    const [data, keys] = await Promise.all([
      copyDatabase(clusters.data, "licet_data", readFileSync(caFile, "utf8")),
      copyDatabase(clusters.keys, "licet_keys", readFileSync(caFile, "utf8")),
    ]);
    copies = { data, keys };
  });

  afterAll(async () => {
    await Promise.all(clients.map((client) => client.end({ timeout: 1 })));
    if (copies)
      await Promise.all(
        Object.values(copies).map((copy) => dropDatabase(copy, readFileSync(caFile, "utf8"))),
      );
  });

  const url = (kind: "data" | "keys", login: TestLogin): string => {
    if (!copies) throw new Error("The test's database exists inside tests and hooks only.");
    return loginUrl(copies[kind], login);
  };
  return {
    get ca() {
      return readFileSync(caFile, "utf8");
    },
    get caFile() {
      return caFile;
    },
    url,
    connect(kind, login) {
      const client = postgres(url(kind, login), {
        ssl: { ca: readFileSync(caFile, "utf8") },
        onnotice: () => {},
      });
      clients.push(client);
      return client;
    },
  };
}

function loginUrl({ name, cluster }: Copy, login: TestLogin): string {
  const at = new URL(cluster.superuserUrl);
  at.pathname = `/${name}`;
  if (login === "postgres") return at.href;
  at.username = login;
  at.password = cluster.passwords[login];
  return at.href;
}

async function copyDatabase(cluster: TestCluster, template: string, ca: string): Promise<Copy> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  const sql = postgres(cluster.superuserUrl, { max: 1, ssl: { ca }, onnotice: () => {} });
  try {
    await sql.unsafe(`create database ${name} template ${template} owner licet_owner`);
    await copyAccess(sql, template, name);
    return { name, cluster };
  } finally {
    await sql.end();
  }
}

/** Who may connect, and settings per database and role, are kept outside the database and are not copied with it. */
async function copyAccess(sql: postgres.Sql, template: string, name: string): Promise<void> {
  const grants = await sql<{ grantee: string; privilege: string }[]>`
    select coalesce(pg_get_userbyid(nullif(acl.grantee, 0)), 'public') as grantee, acl.privilege_type as privilege
    from pg_database, aclexplode(coalesce(datacl, acldefault('d', datdba))) as acl where datname = ${template}`;
  await sql.unsafe(`revoke all on database ${name} from public`);
  for (const { grantee, privilege } of grants)
    await sql.unsafe(`grant ${privilege} on database ${name} to ${grantee}`);
  await sql`
    insert into pg_db_role_setting (setdatabase, setrole, setconfig)
    select copy.oid, setrole, setconfig from pg_db_role_setting
    join pg_database original on original.oid = setdatabase and original.datname = ${template}
    cross join pg_database copy where copy.datname = ${name}`;
}

async function dropDatabase({ name, cluster }: Copy, ca: string): Promise<void> {
  const sql = postgres(cluster.superuserUrl, { max: 1, ssl: { ca }, onnotice: () => {} });
  await sql.unsafe(`drop database if exists ${name} with (force)`);
  await sql.end();
}
