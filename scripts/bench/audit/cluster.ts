import { join } from "node:path";
import postgres from "postgres";
import type { PersonActor } from "#lib/access/actor.ts";
import type { Context } from "#lib/access/context.ts";
import { closeDatabase, type Database, openDatabase } from "#lib/db/database.ts";
import { systemClock } from "#lib/kernel/clock.ts";
import { newId } from "#lib/kernel/id.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { ensureCertificates } from "../../runtime/certificates.ts";
import { passwords } from "../../runtime/environment.ts";
import { startPostgres } from "../../runtime/postgres.ts";
import { placePostgres } from "../../runtime/postgres-place.ts";
import { readSecrets } from "../../runtime/secrets.ts";
import { prepareDatabase, root } from "../../runtime/stack.ts";
import { throwAwayDirectory } from "../../runtime/state-directory.ts";

export interface BenchCluster {
  readonly ca: string;
  readonly folder: string;
  readonly superuser: postgres.Sql;
  url(login: "licet_web" | "licet_worker"): string;
  open(login: "licet_web" | "licet_worker", size: number): Database;
  stop(): Promise<void>;
}

/** A data database as in production: it flushes every commit. */
export async function startBenchCluster(): Promise<BenchCluster> {
  const directory = await throwAwayDirectory(join(root, ".data", "test"), "bench");
  const secrets = readSecrets(directory.path);
  const { authority, services } = await ensureCertificates(directory.path, ["postgres-data"]);
  const server = await startPostgres({
    directory: directory.path,
    place: placePostgres(root, directory.path),
    name: "postgres-data",
    certificate: services["postgres-data"],
    password: secrets.dataSuperuser,
    durable: true,
  });
  const logins = passwords(secrets, "data");
  await prepareDatabase("data", server, logins, authority);
  const superuser = postgres(new URL("/licet_data", server.superuserUrl).href, {
    ssl: { ca: authority },
    max: 2,
    onnotice: () => {},
  });
  const url = (login: "licet_web" | "licet_worker") =>
    `postgres://${login}:${logins[login]}@localhost:${server.port}/licet_data`;
  const opened: Database[] = [];
  return {
    ca: authority,
    folder: directory.path,
    superuser,
    url,
    open(login, size) {
      const db = openDatabase({ url: new Secret(url(login)), ca: authority }, { size, name: "licet-bench" });
      opened.push(db);
      return db;
    },
    async stop() {
      await Promise.all([...opened.map(closeDatabase), superuser.end({ timeout: 5 })]);
      await server.service.stop();
      directory.remove();
    },
  };
}

/** Somebody of a firm, as a request has it. */
export function personOn(db: Database): Context<PersonActor> {
  const proof = { sessionId: newId("ses"), authenticatedAt: systemClock.now() };
  const actor = { type: "admin", tenantId: newId("ten"), personId: newId("per"), ...proof } as const;
  return { actor, db, clock: systemClock, requestId: "bench-0123456789abcdef" };
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
