import type postgres from "postgres";
import { readWorkerConfig } from "#lib/config/worker-config.ts";
import { closeDatabase, openDatabase } from "#lib/db/database.ts";
import { connectKms } from "#lib/keys/kms.ts";
import { RecordKeys } from "#lib/records/record-keys.ts";
import type { Stack } from "../../runtime/stack.ts";
import type { Place } from "../link/reading.ts";

/** A whole running installation as the place that a bank is read to, as its worker would. */
export function placeIn(stack: Stack, sql: postgres.Sql): Place & { close(): Promise<void> } {
  const { databases, kms } = readWorkerConfig(stack.workerEnvironment);
  const ending: (() => Promise<unknown>)[] = [];
  const open = (kind: "data" | "keys") => {
    const db = openDatabase(kind === "data" ? databases.data : databases.key, {
      size: 2,
      name: "licet-bench",
    });
    ending.push(() => closeDatabase(db));
    return db;
  };
  return {
    owner: sql,
    superuser: sql,
    open,
    async openKeys() {
      const client = await connectKms(kms.address);
      ending.push(() => client.close());
      const keysOf = (region: string) => {
        const names = kms.keys.regions[region];
        if (!names) throw new Error(`no keys in ${region}`);
        return { records: names.records, book: names.book };
      };
      const keys = new RecordKeys({ keyDatabase: open("keys"), kms: client, keysOf, role: "licet_opener" });
      await keys.listening();
      return keys;
    },
    close: async () => {
      for (const end of ending.reverse()) await end();
    },
  };
}
