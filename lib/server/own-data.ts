import "server-only";

import { webConfig } from "#lib/config/web-config.ts";
import type { RecordKeys } from "#lib/records/record-keys.ts";
import { institutions } from "./institutions.ts";
import { recordKeys } from "./record-keys.ts";

/** What this process has for a person's own data: what opens it, the name of the log, and the names of the banks. */
export async function ownDataSources(): Promise<{
  readonly keys: RecordKeys;
  readonly auditOrigin: string;
  readonly bankName: (institutionId: string) => string | null;
}> {
  const { auditOrigin } = webConfig();
  const bankName = (institutionId: string) => institutions().get(institutionId)?.name ?? null;
  return { keys: await recordKeys(), auditOrigin, bankName };
}

/** For how many days backups may still hold what is gone here. */
export const backupDays = () => webConfig().backups;
