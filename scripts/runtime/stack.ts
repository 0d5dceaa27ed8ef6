import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { ensureBuild } from "./build.ts";
import { ensureCertificates } from "./certificates.ts";
import { Crew } from "./crew.ts";
import {
  bankOrigin,
  databaseUrl,
  type KmsControl,
  kmsEnvironment,
  oidcIssuer,
  origin,
  type Ports,
  passwords,
  phoneOrigin,
  privateBankOrigin,
  type RelayName,
  relayUsages,
  type Setting,
  sandboxEnvironment,
  serviceNames,
  type TelemetryPorts,
  webEnvironment,
  workerEnvironment,
} from "./environment.ts";
import { writeInstitutions } from "./institutions.ts";
import { publishDemoTransportKey, writeKmsFiles } from "./kms.ts";
import { freePort } from "./ports.ts";
import { type Postgres, startPostgres } from "./postgres.ts";
import { type PostgresPlace, placePostgres } from "./postgres-place.ts";
import { explainEnd, type Service, startService, waitUntilReady } from "./processes.ts";
import { readSecrets } from "./secrets.ts";
import { StopSentence } from "./stop-sentence.ts";

export const root = fileURLToPath(new URL("../..", import.meta.url));

/** Web and worker first, while what they write to still answers; the databases last. */
const stopOrder = [
  ["web", "worker"],
  ["sandbox", "kms"],
  ["postgres-data", "postgres-keys"],
];

export interface Persona {
  readonly name: string;
  readonly role: string;
  readonly firm: string;
}

export interface StackOptions {
  /** Opened, held and cleared of leftovers by the caller (see state-directory.ts). */
  readonly directory: string;
  readonly webPort?: number;
  readonly durable: boolean;
  /** Whether the personas' one-click sign-in is on. */
  readonly demo: boolean;
  /** Hot reload instead of a production build. */
  readonly development?: boolean;
  /** None, unless a test speaks as a reverse proxy to come from many addresses. */
  readonly trustedProxies?: number;
  /** Whether the local KMS can be made to fail, which only tests want. */
  readonly kmsControl?: boolean;
  /** Whether metrics and traces are told, which only tests look at. */
  readonly telemetry?: boolean;
  readonly log: (line: string) => void;
  readonly signal?: AbortSignal;
}

export interface Stack {
  readonly origin: string;
  readonly phoneOrigin: string;
  /** The invented retail bank's own page, which says who banks there. */
  readonly bankOrigin: string;
  /** The same of the invented private bank. */
  readonly privateBankOrigin: string;
  /** The superuser's address of the data database, for tests that look at what was stored. */
  readonly superuserUrl: string;
  /** The same of the key database. */
  readonly keysSuperuserUrl: string;
  /** Where the files of both database servers are. */
  readonly clusters: string;
  readonly kmsControl: KmsControl | null;
  readonly telemetry: TelemetryPorts | null;
  /** The web's own environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly workerEnvironment: Readonly<Record<string, string>>;
  readonly personas: readonly Persona[];
  /** Settles when a process has ended that nobody stopped. */
  readonly failure: Promise<Service>;
  stop(): Promise<void>;
}

/** Starts everything that Licet is made of and answers when the web is ready. If a part fails, all are stopped. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const crew = new Crew(stopOrder, options.signal);
  try {
    return await start(options, crew);
  } catch (cause) {
    await crew.giveUp();
    throw cause;
  }
}

async function start(options: StackOptions, crew: Crew): Promise<Stack> {
  const { directory, log } = options;
  const since = performance.now();
  const done = (what: string): void =>
    log(`  ${what.padEnd(42)}${((performance.now() - since) / 1000).toFixed(1)} s`);

  const building = options.development
    ? null
    : crew.aside(ensureBuild({ root, directory, log, signal: crew.signal }));
  const setting = await readSetting(options);
  const sandbox = crew.aside(startSandbox(directory, setting, crew));
  const kms = crew.aside(startKms(directory, setting, crew));

  const place = placePostgres(root, directory);
  const clusters = (["data", "keys"] as const).map((kind) =>
    crew.aside(startCluster(kind, options, place, setting, crew)),
  );
  const [data, keys] = (await Promise.all(clusters)) as [Postgres, Postgres];
  done("Databases (data, keys)");
  const connected: Setting = { ...setting, ports: { ...setting.ports, data: data.port, keys: keys.port } };
  const ownerUrl = databaseUrl(connected, "data", "licet_owner");
  const { seed } = await import("#scripts/seed.ts");
  const { personas } = await seed({
    ownerUrl,
    ca: setting.certificates.authority,
    oidcIssuer: oidcIssuer(connected),
  });
  const { seedConsents } = await import("#scripts/seed/consents.ts");
  await seedConsents({
    webUrl: databaseUrl(connected, "data", "licet_web"),
    ca: setting.certificates.authority,
  });
  done("Demo data");
  await kms;
  await publishDemoTransportKey(connected, ownerUrl);
  done("KMS (local stand-in)");
  await sandbox;
  done("Sandbox (banks, phone, sign-in of staff)");

  crew.signal.throwIfAborted();
  crew.add(startNode(directory, "worker", "lib/worker.ts", workerEnvironment(connected), workerFlags));
  const built: Setting = { ...connected, buildDirectory: await building };
  if (building) done("Build of the web application");
  crew.signal.throwIfAborted();
  const environment = webEnvironment(built);
  const web = crew.add(startNode(directory, "web", "lib/web.ts", environment));
  await waitUntilReady(web, () => allReady(crew, origin(built)), { timeoutMs: 60_000, signal: crew.signal });
  done("Web and worker");
  return {
    origin: origin(built),
    phoneOrigin: phoneOrigin(built),
    bankOrigin: bankOrigin(built),
    privateBankOrigin: privateBankOrigin(built),
    superuserUrl: new URL("/licet_data", data.superuserUrl).href,
    keysSuperuserUrl: new URL("/licet_keys", keys.superuserUrl).href,
    clusters: place.clusters,
    kmsControl: setting.kmsControl,
    telemetry: setting.telemetry,
    environment,
    workerEnvironment: workerEnvironment(connected),
    personas,
    failure: crew.firstToEnd(),
    stop: () => crew.stop(),
  };
}

async function readSetting(options: StackOptions): Promise<Setting> {
  const { directory, webPort, demo, trustedProxies = 0 } = options;
  const { staffDirectory } = await import("#scripts/seed.ts");
  const peopleFile = join(directory, "people.json");
  writeFileSync(peopleFile, JSON.stringify(staffDirectory()), { mode: 0o600 });
  const secrets = readSecrets(directory);
  const ports = await choosePorts(webPort);
  const certificates = await ensureCertificates(directory, serviceNames);
  const relay = await ensureRelayCertificates(directory);
  return {
    ports,
    secrets,
    kms: writeKmsFiles(directory, secrets),
    auditCopy: join(directory, "audit-copies"),
    kmsControl: options.kmsControl
      ? { port: await freePort(), token: randomBytes(32).toString("base64url") }
      : null,
    certificates,
    relay,
    institutionsFile: writeInstitutions(directory, ports, certificates.authority),
    peopleFile,
    buildDirectory: null,
    demo,
    trustedProxies,
    telemetry: options.telemetry
      ? { web: await freePort(), worker: await freePort(), collector: await freePort() }
      : null,
  };
}

/** In a folder of its own, and so under an authority of its own. */
export function ensureRelayCertificates(directory: string): Promise<Setting["relay"]> {
  const names = Object.keys(relayUsages) as RelayName[];
  return ensureCertificates(join(directory, "relay"), names, new Date(), relayUsages);
}

/** Neighbours of the web's port where they are free, so that bookmarks and tools find them again at the next start. */
async function choosePorts(asked: number | undefined): Promise<Ports> {
  const near = (distance: number): Promise<number> =>
    freePort(asked === undefined ? undefined : asked + distance);
  return {
    web: asked ?? (await freePort()),
    phone: await near(1),
    oidc: await near(2),
    smtp: await near(3),
    data: await near(4),
    keys: await near(5),
    kms: await near(6),
    retailApi: await near(7),
    retailPage: await near(8),
    privateApi: await near(9),
    privatePage: await near(10),
    rates: await near(11),
  };
}

async function startCluster(
  kind: "data" | "keys",
  { directory, durable }: StackOptions,
  place: PostgresPlace,
  { ports, secrets, certificates }: Setting,
  crew: Crew,
): Promise<Postgres> {
  const name = `postgres-${kind}` as const;
  const postgres = await startPostgres({
    directory,
    place,
    name,
    certificate: certificates.services[name],
    password: secrets[`${kind}Superuser`],
    durable,
    port: ports[kind],
    signal: crew.signal,
  });
  crew.add(postgres.service);
  await prepareDatabase(kind, postgres, passwords(secrets, kind), certificates.authority);
  return postgres;
}

/** Roles, database and schema. The superuser's and the owner's passwords go no further than this. */
export async function prepareDatabase(
  kind: "data" | "keys",
  { superuserUrl, port }: Pick<Postgres, "superuserUrl" | "port">,
  logins: ReturnType<typeof passwords>,
  ca: string,
): Promise<void> {
  const { provisionCluster } = await import("#lib/db/provision.ts");
  const { migrate, MigrationError } = await import("#lib/db/migrate.ts");
  await provisionCluster({ superuserUrl, kind, passwords: logins, ca });
  const url = `postgres://licet_owner:${logins.licet_owner}@localhost:${port}/licet_${kind}`;
  await migrate({ url, kind, ca }).catch((cause: unknown) => {
    throw cause instanceof MigrationError ? new StopSentence(cause.message, { cause }) : cause;
  });
}

/** What is short-lived may take 24 MB, not as much as the machine's size suggests: 130 MB less are held (docs/operations.md). */
const workerFlags = ["--max-semi-space-size=8"];

function startNode(
  directory: string,
  name: string,
  file: string,
  env: Readonly<Record<string, string>>,
  flags: readonly string[] = [],
): Service {
  const args = [...flags, file];
  return startService({ directory, name, command: process.execPath, args, env, cwd: root });
}

async function startSandbox(directory: string, setting: Setting, crew: Crew): Promise<void> {
  await saysReady(crew, startNode(directory, "sandbox", "sandbox/main.ts", sandboxEnvironment(setting)));
}

async function startKms(directory: string, setting: Setting, crew: Crew): Promise<void> {
  await saysReady(crew, startNode(directory, "kms", "sandbox/kms/main.ts", kmsEnvironment(setting)));
}

async function saysReady(crew: Crew, service: Service): Promise<void> {
  crew.add(service);
  const said = (): boolean => /^\{"ready":\s*true\}/m.test(readFileSync(service.logFile, "utf8"));
  await waitUntilReady(service, said, { timeoutMs: 30_000, signal: crew.signal });
}

/** Ready includes the worker's heartbeat, so a worker that has ended is named instead of waited for. */
async function allReady(crew: Crew, at: string): Promise<boolean> {
  const ended = crew.ended();
  if (ended) throw await explainEnd(ended);
  try {
    const answer = await fetch(`${at}/api/ready`, { signal: AbortSignal.timeout(5_000), redirect: "manual" });
    await answer.body?.cancel();
    return answer.status === 200;
  } catch {
    return false;
  }
}
