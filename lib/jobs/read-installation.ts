import { sql } from "drizzle-orm";
import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { Database } from "#lib/db/database.ts";
import { readWorkerStatus, type WorkerStatus } from "./heartbeat.ts";

export interface InstallationView {
  readonly database: boolean;
  readonly keyDatabase: boolean;
  readonly worker: WorkerStatus;
  readonly failedJobs: number;
}

/** What an operator looks at first: are both databases there, is a worker at work, did jobs end unfinished. */
export async function readInstallation(ctx: Context, keyDatabase: Database): Promise<InstallationView> {
  requirePermission(ctx, "installation.read");
  const [worker, failed, keys] = await Promise.all([
    readWorkerStatus(ctx),
    inTransaction(ctx, (tx) => tx.execute<{ n: number }>(sql`select gate.failed_jobs() as n`)),
    answers(keyDatabase),
  ]);
  return { database: true, keyDatabase: keys, worker, failedJobs: failed[0]?.n ?? 0 };
}

/** Whether a database takes connections and answers. */
export async function answers(database: Database): Promise<boolean> {
  try {
    await database.execute(sql`select 1`);
    return true;
  } catch {
    return false;
  }
}
