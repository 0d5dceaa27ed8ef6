import { answers } from "#lib/access/answers.ts";
import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { readLogCheck } from "#lib/audit/read-log-check.ts";
import { type AuditLogStatus, readAuditLogStatus } from "#lib/audit/read-log-status.ts";
import type { LogCheckView } from "#lib/audit/view.ts";
import type { Database } from "#lib/db/database.ts";
import { countFailedJobs } from "#lib/jobs/failed-jobs.ts";
import { readWorkerStatus, type WorkerStatus } from "#lib/jobs/heartbeat.ts";

export interface InstallationView {
  readonly database: boolean;
  readonly keyDatabase: boolean;
  readonly worker: WorkerStatus;
  readonly failedJobs: number;
  readonly auditLog: AuditLogStatus;
  readonly logCheck: LogCheckView;
}

/** What an operator looks at first: are both databases there, is a worker at work, did jobs end unfinished. */
export async function readInstallation(ctx: Context, keyDatabase: Database): Promise<InstallationView> {
  requirePermission(ctx, "installation.read");
  const [worker, failedJobs, auditLog, logCheck, keys] = await Promise.all([
    readWorkerStatus(ctx),
    inTransaction(ctx, countFailedJobs),
    readAuditLogStatus(ctx),
    readLogCheck(ctx),
    answers(keyDatabase),
  ]);
  return { database: true, keyDatabase: keys, worker, failedJobs, auditLog, logCheck };
}
