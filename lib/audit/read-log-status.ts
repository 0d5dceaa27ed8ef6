import { sql } from "drizzle-orm";
import type { Context } from "#lib/access/context.ts";
import { inTransaction } from "#lib/access/transaction.ts";

/** An event that waits longer for its place in the log than this is an alarm. */
export const sequencingLateMs = 5_000;
/** The same of an entry that waits for a signed checkpoint: the KMS may be away for a moment. */
export const signingLateMs = 60_000;

export type AuditLogState = "inStep" | "behind" | "unsigned";

export interface AuditLogStatus {
  readonly state: AuditLogState;
  readonly size: number;
  /** For how long the oldest event waits to be in the log, by the database's clock; 0 if none does. */
  readonly unsequencedMs: number;
  /** For how long the oldest entry waits for a checkpoint. */
  readonly unsignedMs: number;
}

/** Measured where the events are, so that it is true also while no worker runs. It names nobody and nothing. */
export async function readAuditLogStatus(ctx: Context): Promise<AuditLogStatus> {
  const { rows } = await inTransaction(ctx, (tx) =>
    tx.execute<{ size: string; unsequenced_ms: number | null; unsigned_ms: number | null }>(
      sql`select size, unsequenced_ms, unsigned_ms from gate.audit_log_status()`,
    ),
  );
  const unsequencedMs = Math.max(0, rows[0]?.unsequenced_ms ?? 0);
  const unsignedMs = Math.max(0, rows[0]?.unsigned_ms ?? 0);
  return {
    state: judge(unsequencedMs, unsignedMs),
    size: Number(rows[0]?.size ?? 0),
    unsequencedMs,
    unsignedMs,
  };
}

function judge(unsequencedMs: number, unsignedMs: number): AuditLogState {
  if (unsequencedMs > sequencingLateMs) return "behind";
  return unsignedMs > signingLateMs ? "unsigned" : "inStep";
}
