import "server-only";

import { webConfig } from "#lib/config/web-config.ts";
import { type Database, openDatabase } from "#lib/db/database.ts";
import type { Kms } from "#lib/keys/kms.ts";

interface Pools {
  readonly data: Database;
  readonly key: Database;
}

/** One pair of pools a process: bundles of one build share it, and a reload in development keeps it. */
const shared = globalThis as typeof globalThis & { licetPools?: Pools };

let connected: Promise<Kms> | undefined;

/** The KMS as web: it can wrap and look at public keys. Loaded at its first use, because the client is large. */
export function kms(): Promise<Kms> {
  connected ??= import("#lib/keys/kms.ts").then(({ connectKms }) => connectKms(webConfig().kms.address));
  return connected;
}

export function pools(): Pools {
  const { databases } = webConfig();
  shared.licetPools ??= {
    data: openDatabase(databases.data, { size: 10, name: "licet-web", countedAs: "data" }),
    key: openDatabase(databases.key, { size: 2, name: "licet-web", countedAs: "keys" }),
  };
  return shared.licetPools;
}
