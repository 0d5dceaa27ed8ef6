import { chownSync, cpSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll } from "vitest";

import { ensureCertificates } from "../runtime/certificates.ts";
import { passwords } from "../runtime/environment.ts";
import { giveBack } from "../runtime/ports.ts";
import { type Postgres, startPostgres } from "../runtime/postgres.ts";
import { type PostgresPlace, placePostgres } from "../runtime/postgres-place.ts";
import { readSecrets, type Secrets } from "../runtime/secrets.ts";
import { prepareDatabase, root } from "../runtime/stack.ts";
import { type ThrowAwayDirectory, throwAwayDirectory } from "../runtime/state-directory.ts";
import type { TestDatabase, TestLogin } from "./database.ts";

export interface OwnCluster {
  /** As the shared one, with the data database on a server of this test file's own. */
  readonly database: TestDatabase;
  /** The files of the running server, as a nightly backup has them: https://www.postgresql.org/docs/18/continuous-archiving.html */
  backUp(): Promise<Backup>;
  /** Ends the server as `pg_ctl stop -m immediate` does and as a power cut would, and starts it again at its port. */
  crash(): Promise<void>;
  /** Starts another server from a copy of the backup's files; the address is its data database's for one login. */
  restore(backup: Backup): Promise<(login: TestLogin) => string>;
}

/** The folder that the copied files are in. */
export type Backup = string & { readonly isBackup: true };

/**
 * A data database whose files can be copied: a server of its own that writes as in production. The key database stays
 * the shared one. Call it at the top of the file, after `testDatabase()`.
 */
export function ownCluster(shared: TestDatabase): OwnCluster {
  const started: Postgres[] = [];
  const clients: postgres.Sql[] = [];
  let directory: ThrowAwayDirectory;
  let place: PostgresPlace;
  let secrets: Secrets;
  let authority = "";
  let backups = 0;

  const start = async (name: string, port?: number): Promise<Postgres> => {
    const certificates = await ensureCertificates(directory.path, ["postgres-data"]);
    authority = certificates.authority;
    const server = await startPostgres({
      directory: directory.path,
      place,
      name,
      certificate: certificates.services["postgres-data"],
      password: secrets.dataSuperuser,
      durable: true,
      ...(port === undefined ? {} : { port }),
    });
    started.push(server);
    return server;
  };

  beforeAll(async () => {
    directory = await throwAwayDirectory(join(root, ".data", "test"), "backup");
    place = placePostgres(root, directory.path);
    secrets = readSecrets(directory.path);
    const server = await start("postgres-data");
    await prepareDatabase("data", server, passwords(secrets, "data"), authority);
  }, 60_000);
  afterAll(async () => {
    await Promise.all(clients.map((client) => client.end({ timeout: 1 })));
    await Promise.all(started.map(({ service }) => service.stop()));
    directory.remove();
  });

  const urlOn = ({ port }: Postgres, login: TestLogin): string => {
    const password = login === "postgres" ? secrets.dataSuperuser : passwords(secrets, "data")[login];
    return `postgres://${login}:${password}@localhost:${port}/licet_data`;
  };
  const url = (kind: "data" | "keys", login: TestLogin): string =>
    kind === "data" ? urlOn(started[0] as Postgres, login) : shared.url(kind, login);

  return {
    database: {
      // The two servers' certificates have two authorities.
      get ca() {
        return `${shared.ca}\n${authority}`;
      },
      get caFile() {
        return shared.caFile;
      },
      url,
      connect(kind, login) {
        if (kind === "keys") return shared.connect(kind, login);
        const client = postgres(url(kind, login), { ssl: { ca: authority }, onnotice: () => {} });
        clients.push(client);
        return client;
      },
    },
    async crash() {
      const [first] = started as [Postgres];
      process.kill(first.service.pid, "SIGQUIT");
      await first.service.ended;
      giveBack(first.port);
      started[0] = await start("postgres-data", first.port);
      started.pop();
    },
    async backUp() {
      const backup = join(place.clusters, `backup-${backups++}`) as Backup;
      const sql = postgres(url("data", "postgres"), { max: 1, ssl: { ca: authority }, onnotice: () => {} });
      try {
        await sql`select pg_backup_start('nightly', true)`;
        copyTree(join(place.clusters, "postgres-data"), backup, ["postmaster.pid", "pg_wal"]);
        const [label] = await sql<{ labelfile: string }[]>`select labelfile from pg_backup_stop(false)`;
        writeFileSync(join(backup, "backup_label"), label?.labelfile ?? "");
        copyTree(join(place.clusters, "postgres-data", "pg_wal"), join(backup, "pg_wal"), []);
        return backup;
      } finally {
        await sql.end();
      }
    },
    async restore(backup) {
      const name = `restored-${started.length}`;
      copyTree(backup, join(place.clusters, name), []);
      giveTo(place.runAs, join(place.clusters, name));
      const server = await start(name);
      return (login) => urlOn(server, login);
    },
  };
}

/** A running server may remove a file between its listing and its copy: then all of it is copied again. */
function copyTree(from: string, to: string, without: readonly string[], attempts = 3): void {
  const left = without.map((name) => join(from, name));
  try {
    cpSync(from, to, { recursive: true, filter: (path) => !left.includes(path) });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "ENOENT" || attempts === 1) throw cause;
    rmSync(to, { recursive: true, force: true });
    copyTree(from, to, without, attempts - 1);
  }
}

/** PostgreSQL takes a folder only from the user that it runs as, and open to nobody else. */
function giveTo(runAs: PostgresPlace["runAs"], folder: string): void {
  if (!runAs) return;
  const all = readdirSync(folder, { recursive: true, encoding: "utf8" });
  for (const path of [folder, ...all.map((name) => join(folder, name))])
    chownSync(path, runAs.uid, runAs.gid);
}
