import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { runMigrations } from "graphile-worker";
import pg from "pg";
import postgres from "postgres";
import type { DatabaseKind } from "./provision.ts";

const ownFolder = (kind: DatabaseKind) => new URL(`../../drizzle/${kind}/`, import.meta.url);

interface Migration {
  readonly name: string;
  readonly text: string;
  readonly checksum: string;
}

/** What stands between a database and this build; each has its sentence. */
export class MigrationError extends Error {
  override readonly name = "MigrationError";
}

export interface Migrate {
  /** A URL that logs in as `licet_owner`. */
  readonly url: string;
  readonly kind: DatabaseKind;
  readonly ca: string;
  /** Where the files are, with a slash at the end; this build's own unless it is said. */
  readonly folder?: URL;
}

/**
 * Brings a database to this build's schema. Each file and its record are one transaction, so a run
 * that is killed half-way leaves the database before or after a file, and the next run goes on.
 */
export async function migrate({
  url,
  kind,
  ca,
  folder = ownFolder(kind),
}: Migrate): Promise<{ applied: string[] }> {
  const ssl = { ca, rejectUnauthorized: true };
  const sql = postgres(url, { max: 1, ssl, onnotice: () => {} });
  try {
    // Two processes that migrate at once take turns; the lock ends with the connection.
    await sql`select pg_advisory_lock(hashtext('licet.migrate'))`;
    await sql`create table if not exists licet_migrations (
      name text primary key, checksum text not null, applied_at timestamptz not null default now())`;
    const files = await readMigrations(folder);
    const pending = compare(files, await sql<Applied[]>`select name, checksum from licet_migrations`);

    if (kind === "data") await migrateQueue(url, ca);
    for (const migration of pending) await apply(sql, migration);
    return { applied: pending.map((migration) => migration.name) };
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function apply(sql: postgres.Sql, { name, text, checksum }: Migration): Promise<void> {
  try {
    await sql.begin(async (tx) => {
      await tx.unsafe(text);
      await tx`insert into licet_migrations (name, checksum) values (${name}, ${checksum})`;
    });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : "unknown";
    throw new MigrationError(
      `Migration ${name} failed (${reason}) and was rolled back; nothing of it is in the database. ` +
        "Mend the cause and run the migrations again.",
      { cause },
    );
  }
}

/** The queue's own schema, of graphile-worker. Its tables belong to the owner as ours do. */
async function migrateQueue(url: string, ca: string): Promise<void> {
  const pgPool = new pg.Pool({ connectionString: url, ssl: { ca, rejectUnauthorized: true }, max: 1 });
  // What breaks a connection fails the migration; without a listener it would end the process unexplained.
  pgPool.on("error", () => {}).on("connect", (client) => client.on("error", () => {}));
  try {
    await runMigrations({ pgPool });
  } finally {
    await pgPool.end();
  }
}

interface Applied {
  readonly name: string;
  readonly checksum: string;
}

/** The files still to run, in order. Refuses a database that this build does not understand. */
export function compare(files: readonly Migration[], applied: readonly Applied[]): readonly Migration[] {
  const known = new Map(files.map((file) => [file.name, file]));
  for (const { name, checksum } of applied) {
    const file = known.get(name);
    if (!file) {
      throw new MigrationError(
        `The database is newer than this build: it has migration ${name}. Install the build that wrote it, or a later one.`,
      );
    }
    if (file.checksum !== checksum) {
      throw new MigrationError(
        `Migration ${name} was changed after it ran on this database. Restore the file; a change needs a new migration.`,
      );
    }
  }
  const done = new Set(applied.map(({ name }) => name));
  return files.filter(({ name }) => !done.has(name));
}

async function readMigrations(folder: URL): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".sql")).sort();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(new URL(name, folder), "utf8");
      return { name, text, checksum: createHash("sha256").update(text).digest("hex") };
    }),
  );
}

/** Refuses to serve on a schema that is not this build's. Any login may ask. */
export async function requireCurrentSchema(pool: pg.Pool, kind: DatabaseKind): Promise<void> {
  const applied = await readApplied(pool).catch((cause: unknown) => {
    throw new MigrationError(
      `The ${kind} database does not answer (${reasonOf(cause)}). ` +
        `Check that it runs and that ${addressVariable[kind]} and LICET_DATABASE_CA name it, then start again.`,
      { cause },
    );
  });
  const pending = compare(await readMigrations(ownFolder(kind)), applied);
  if (pending.length === 0) return;
  throw new MigrationError(
    `The ${kind} database lacks ${pending.length} migration(s), the first is ${pending[0]?.name}. Run npm run migrate.`,
  );
}

const addressVariable = { data: "LICET_DATA_DATABASE_URL", keys: "LICET_KEY_DATABASE_URL" } as const;

async function readApplied(pool: pg.Pool): Promise<readonly Applied[]> {
  const found = await pool.query("select to_regclass('licet_migrations') is not null as yes");
  if (!found.rows[0]?.yes) return [];
  return (await pool.query<Applied>("select name, checksum from licet_migrations")).rows;
}

/** A code says enough to look further; messages of the driver name users and addresses. */
const reasonOf = (cause: unknown): string =>
  cause instanceof Error && "code" in cause ? String(cause.code) : "no reason given";
