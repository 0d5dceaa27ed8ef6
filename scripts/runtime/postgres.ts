import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

import type { Certificate } from "./certificates.ts";
import { freePort } from "./ports.ts";
import { endPostgresOrphan, postgresSignals } from "./postgres-orphan.ts";
import type { PostgresPlace } from "./postgres-place.ts";
import { explainEnd, type Service, startService, tail, waitUntilReady } from "./processes.ts";
import { StopSentence } from "./stop-sentence.ts";

const version = "18";

export interface PostgresOptions {
  /** Where `logs/` and `run/` are. */
  readonly directory: string;
  readonly place: PostgresPlace;
  readonly name: string;
  readonly certificate: Certificate;
  readonly password: string;
  /** Throw-away clusters skip every flush: a power cut may cost them. */
  readonly durable: boolean;
  readonly port?: number;
  readonly signal?: AbortSignal | undefined;
}

export interface Postgres {
  readonly service: Service;
  readonly port: number;
  /** The superuser's address of the `postgres` database. Only provisioning and tests may see it. */
  readonly superuserUrl: string;
}

/** Starts one cluster on 127.0.0.1 that answers over TLS 1.3 and to passwords only; it is made if it is missing. */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const { place, name, signal } = options;
  const data = join(place.clusters, name);
  if (existsSync(join(data, "PG_VERSION"))) {
    checkVersion(data);
    await endPostgresOrphan(data);
  } else {
    await makeCluster(options, data);
  }
  // As root, the cluster's owner is who runs it, also when it was made by an ordinary user.
  const owner = statSync(data);
  const runAs = place.runAs ? { uid: owner.uid, gid: owner.gid } : null;
  if (!runAs && owner.uid !== process.getuid?.() && process.getuid) {
    throw new StopSentence(
      `${data} belongs to another user: start Licet as that user, or remove the folder's state.`,
    );
  }
  installAccess(options, data, runAs);

  for (let attempt = 1; ; attempt++) {
    const port = await freePort(attempt === 1 ? options.port : undefined);
    const service = startService({
      directory: options.directory,
      name,
      command: binary(place, "postgres"),
      args: ["-D", data, ...settings(port, options.durable)],
      env: environment,
      cwd: place.clusters,
      runAs,
      stopSignals: postgresSignals,
    });
    try {
      await waitUntilReady(service, () => isReady(data, service.pid), { timeoutMs: 60_000, signal });
      return {
        service,
        port,
        superuserUrl: `postgres://postgres:${options.password}@localhost:${port}/postgres`,
      };
    } catch (cause) {
      await service.stop();
      // Somebody took the port between the choice and the start.
      if (attempt < 3 && /could not bind|Address already in use/.test(tail(service.logFile))) continue;
      throw cause;
    }
  }
}

/** What PostgreSQL sees of our environment: nothing of the user's, and messages in one language. */
const environment = { PATH: process.env.PATH ?? "", LC_ALL: "C", TZ: "UTC" };

const binary = (place: PostgresPlace, name: string): string =>
  join(place.native, "bin", process.platform === "win32" ? `${name}.exe` : name);

function settings(port: number, durable: boolean): string[] {
  const wanted: Record<string, string> = {
    listen_addresses: "127.0.0.1",
    port: String(port),
    unix_socket_directories: "",
    ssl: "on",
    ssl_cert_file: "server.pem",
    ssl_key_file: "server.key",
    ssl_min_protocol_version: "TLSv1.3",
    password_encryption: "scram-sha-256",
    timezone: "UTC",
    log_timezone: "UTC",
    log_line_prefix: "%m [%p] %q%u@%d ",
    // A statement that fails may carry a password or personal data in its text.
    log_min_error_statement: "panic",
    log_parameter_max_length_on_error: "0",
    ...(durable
      ? {}
      : {
          fsync: "off",
          synchronous_commit: "off",
          full_page_writes: "off",
          wal_level: "minimal",
          max_wal_senders: "0",
        }),
  };
  return Object.entries(wanted).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

function checkVersion(data: string): void {
  const found = readFileSync(join(data, "PG_VERSION"), "utf8").trim();
  if (found === version) return;
  throw new StopSentence(
    `${data} was made by PostgreSQL ${found} and this is ${version}: start over with npm run demo -- --reset.`,
  );
}

/** Made beside its place and moved there when whole, so that a kill -9 half-way leaves nothing that looks finished. */
async function makeCluster(
  { directory, place, password, durable, name, signal }: PostgresOptions,
  data: string,
): Promise<void> {
  const draft = `${data}.draft`;
  const passwordFile = `${data}.password`;
  rmSync(draft, { recursive: true, force: true });
  rmSync(data, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (place.runAs)
    for (const path of [draft, passwordFile]) chownSync(path, place.runAs.uid, place.runAs.gid);
  const args = [
    "-D",
    draft,
    "-U",
    "postgres",
    `--pwfile=${passwordFile}`,
    "-A",
    "scram-sha-256",
    "-E",
    "UTF8",
  ];
  // The built-in locale sorts and folds alike on every machine, whatever its C library knows.
  args.push("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions");
  if (!durable) args.push("--no-sync");
  const service = startService({
    directory,
    name: `${name}-init`,
    command: binary(place, "initdb"),
    args,
    env: environment,
    cwd: place.clusters,
    runAs: place.runAs,
  });
  const abort = (): void => void service.stop();
  signal?.addEventListener("abort", abort);
  const how = await service.ended;
  signal?.removeEventListener("abort", abort);
  rmSync(passwordFile, { force: true });
  signal?.throwIfAborted();
  if (how !== "ended with code 0") throw await explainEnd(service);
  renameSync(draft, data);
}

/** PostgreSQL reads a key only if it owns it, so the cluster gets its own copy at each start. */
function installAccess({ certificate }: PostgresOptions, data: string, runAs: PostgresPlace["runAs"]): void {
  const key = join(data, "server.key");
  const chain = join(data, "server.pem");
  const access = join(data, "pg_hba.conf");
  rmSync(key, { force: true });
  copyFileSync(certificate.keyFile, key);
  copyFileSync(certificate.certificateFile, chain);
  writeFileSync(access, "hostssl all all 127.0.0.1/32 scram-sha-256\n");
  for (const path of [key, chain, access]) {
    chmodSync(path, 0o600);
    if (runAs) chownSync(path, runAs.uid, runAs.gid);
  }
}

function isReady(data: string, pid: number): boolean {
  try {
    const lines = readFileSync(join(data, "postmaster.pid"), "utf8").split("\n");
    return Number(lines[0]) === pid && lines[7]?.trim() === "ready";
  } catch {
    return false;
  }
}
