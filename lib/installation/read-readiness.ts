import { answers } from "#lib/access/answers.ts";
import type { Context } from "#lib/access/context.ts";
import { type AuditLogState, readAuditLogStatus } from "#lib/audit/read-log-status.ts";
import type { Database } from "#lib/db/database.ts";
import { readWorkerStatus } from "#lib/jobs/heartbeat.ts";

export interface Readiness {
  readonly ready: boolean;
  readonly parts: {
    readonly dataDatabase: boolean;
    readonly keyDatabase: boolean;
    readonly kms: boolean;
    readonly worker: boolean;
  };
  /** An alarm and no reason to take web out: what happens is recorded all the same, only not sealed yet. */
  readonly auditLog: AuditLogState | null;
}

/** For load balancers and starters, who are nobody: which part is not there, and nothing more. */
export async function readReadiness(
  ctx: Context,
  keyDatabase: Database,
  kmsAnswers: () => Promise<boolean>,
): Promise<Readiness> {
  const [dataDatabase, keys, kms] = await Promise.all([answers(ctx.db), answers(keyDatabase), kmsAnswers()]);
  const worker = dataDatabase && (await readWorkerStatus(ctx)).state === "running";
  return {
    ready: dataDatabase && keys && kms && worker,
    parts: { dataDatabase, keyDatabase: keys, kms, worker },
    auditLog: dataDatabase ? (await readAuditLogStatus(ctx)).state : null,
  };
}
