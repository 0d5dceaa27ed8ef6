import { join } from "node:path";
import type { TestProject } from "vitest/node";

import { ensureCertificates } from "../runtime/certificates.ts";
import { passwords } from "../runtime/environment.ts";
import { type Postgres, startPostgres } from "../runtime/postgres.ts";
import { placePostgres } from "../runtime/postgres-place.ts";
import { readSecrets } from "../runtime/secrets.ts";
import { prepareDatabase, root } from "../runtime/stack.ts";
import { throwAwayDirectory } from "../runtime/state-directory.ts";

/** What a test file is told of one cluster. Plain data: it crosses a process border. */
export interface TestCluster {
  readonly port: number;
  readonly superuserUrl: string;
  readonly passwords: Readonly<Record<"licet_owner" | "licet_web" | "licet_worker", string>>;
}

export interface TestClusters {
  readonly data: TestCluster;
  readonly keys: TestCluster;
  readonly authorityFile: string;
}

declare module "vitest" {
  interface ProvidedContext {
    clusters: TestClusters;
  }
}

/** Two throw-away clusters, migrated once. Each test file works in a copy of their databases (see database.ts). */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await throwAwayDirectory(join(root, ".data", "test"), "databases");
  const started: Postgres[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(started.map(({ service }) => service.stop()));
    directory.remove();
  };
  try {
    const secrets = readSecrets(directory.path);
    const certificates = await ensureCertificates(directory.path, ["postgres-data", "postgres-keys"]);
    const place = placePostgres(root, directory.path);
    const start = async (kind: "data" | "keys"): Promise<TestCluster> => {
      const name = `postgres-${kind}` as const;
      const password = secrets[`${kind}Superuser`];
      const certificate = certificates.services[name];
      const postgres = await startPostgres({
        directory: directory.path,
        place,
        name,
        certificate,
        password,
        durable: false,
      });
      started.push(postgres);
      const logins = passwords(secrets, kind);
      await prepareDatabase(kind, postgres, logins, certificates.authority);
      return { port: postgres.port, superuserUrl: postgres.superuserUrl, passwords: logins };
    };
    const results = await Promise.allSettled([start("data"), start("keys")]);
    const [data, keys] = results.map((result) => {
      if (result.status === "rejected") throw result.reason;
      return result.value;
    }) as [TestCluster, TestCluster];
    project.provide("clusters", { data, keys, authorityFile: certificates.authorityFile });
    return stop;
  } catch (cause) {
    await stop();
    throw cause;
  }
}
