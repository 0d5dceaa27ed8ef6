import "server-only";

import { webConfig } from "#lib/config/web-config.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { RecordKeys } from "#lib/records/record-keys.ts";
import { kms, pools } from "./pools.ts";

/** One a process: bundles of one build share it. */
const shared = globalThis as typeof globalThis & { licetRecordKeys?: Promise<RecordKeys> };

/** What opens bank records in this process, for whoever the database lets see them. */
export function recordKeys(): Promise<RecordKeys> {
  shared.licetRecordKeys ??= kms().then(
    (kms) => new RecordKeys({ keyDatabase: pools().key, kms, keysOf, role: "licet_reader" }),
  );
  return shared.licetRecordKeys;
}

function keysOf(region: string) {
  const found = webConfig().kms.keys.regions[region];
  if (!found) throw new AppError("records.unavailable", { region });
  return found;
}
