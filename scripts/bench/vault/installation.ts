import { join } from "node:path";
import postgres from "postgres";
import { closeDatabase, type Database, openDatabase } from "#lib/db/database.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { connectKms, type Kms } from "#lib/keys/kms.ts";
import { type KmsForTest, startKmsForTest } from "#sandbox/kms/start-for-test.ts";
import { ensureCertificates } from "../../runtime/certificates.ts";
import { passwords } from "../../runtime/environment.ts";
import { startPostgres } from "../../runtime/postgres.ts";
import { placePostgres } from "../../runtime/postgres-place.ts";
import { readSecrets } from "../../runtime/secrets.ts";
import { prepareDatabase, root } from "../../runtime/stack.ts";
import { throwAwayDirectory } from "../../runtime/state-directory.ts";

type Caller = "web" | "worker" | "operator";

export interface Installation {
  readonly kms: KmsForTest;
  connectKms(caller: Caller): Promise<Kms>;
  open(kind: "data" | "keys", login: "licet_web" | "licet_worker"): Database;
  readonly owner: postgres.Sql;
  /** The data database's, for rows that nobody may write straight away. */
  readonly superuser: postgres.Sql;
  stop(): Promise<void>;
}

/** Both databases and the KMS's stand-in, for this process alone. */
export async function startInstallation(): Promise<Installation> {
  const directory = await throwAwayDirectory(join(root, ".data", "test"), "bench");
  const secrets = readSecrets(directory.path);
  const names = { data: "postgres-data", keys: "postgres-keys" } as const;
  const { authority, services } = await ensureCertificates(directory.path, Object.values(names));
  const place = placePostgres(root, directory.path);
  const start = async (kind: "data" | "keys") => {
    const name = names[kind];
    const password = secrets[`${kind}Superuser`];
    const certificate = services[name];
    const server = await startPostgres({
      directory: directory.path,
      place,
      name,
      certificate,
      password,
      durable: false,
    });
    await prepareDatabase(kind, server, passwords(secrets, kind), authority);
    return server;
  };
  const servers = { data: await start("data"), keys: await start("keys") };
  const kms = await startKmsForTest();
  const ending: (() => Promise<unknown>)[] = [];

  const url = (kind: "data" | "keys", login: "licet_web" | "licet_worker" | "licet_owner") =>
    `postgres://${login}:${passwords(secrets, kind)[login]}@localhost:${servers[kind].port}/licet_${kind}`;
  const owner = postgres(url("data", "licet_owner"), { ssl: { ca: authority }, max: 1, onnotice: () => {} });
  const above = new URL("/licet_data", servers.data.superuserUrl).href;
  const superuser = postgres(above, { ssl: { ca: authority }, max: 1, onnotice: () => {} });
  return {
    kms,
    owner,
    superuser,
    async connectKms(caller) {
      const token = new Secret(kms.tokens[caller]);
      const client = await connectKms({ endpoint: { host: "localhost", port: kms.port, ca: kms.ca, token } });
      ending.push(() => client.close());
      return client;
    },
    open(kind, login) {
      const db = openDatabase(
        { url: new Secret(url(kind, login)), ca: authority },
        { size: 2, name: "licet-bench" },
      );
      ending.push(() => closeDatabase(db));
      return db;
    },
    async stop() {
      await Promise.all([...ending.map((end) => end()), owner.end({ timeout: 5 })]);
      await superuser.end({ timeout: 5 });
      await kms.close();
      await Promise.all(Object.values(servers).map(({ service }) => service.stop()));
      directory.remove();
    },
  };
}
