import { sql } from "drizzle-orm";
import type { Context } from "#lib/access/context.ts";
import { inTransaction } from "#lib/access/transaction.ts";

/** An event that waits longer for its place in the log than this is an alarm. */
export const sequencingLateMs = 5_000;
/** The same of an entry that waits for a signed checkpoint: the KMS may be away for a moment. */
export const signingLateMs = 60_000;

/** For so long mails with checkpoints may fail before it is an alarm: a mail server may be away for a while. */
export const mailingLateMs = 15 * 60_000;

export type AuditLogState = "inStep" | "behind" | "unsigned" | "unmailed";

export interface AuditLogStatus {
  readonly state: AuditLogState;
  readonly size: number;
  /** For how long the oldest event waits to be in the log, by the database's clock; 0 if none does. */
  readonly unsequencedMs: number;
  /** For how long the oldest entry waits for a checkpoint. */
  readonly unsignedMs: number;
  /** For how long mails to a mailbox that is sent checkpoints have failed; 0 if none do. */
  readonly unmailedMs: number;
}

/** Measured where the events are, so that it is true also while no worker runs. It names nobody and nothing. */
export async function readAuditLogStatus(ctx: Context): Promise<AuditLogStatus> {
  const { rows } = await inTransaction(ctx, (tx) =>
    tx.execute<{
      size: string;
      unsequenced_ms: number | null;
      unsigned_ms: number | null;
      unmailed_ms: number;
    }>(
      sql`select size, unsequenced_ms, unsigned_ms, gate.audit_mailing_failing_ms() as unmailed_ms
        from gate.audit_log_status()`,
    ),
  );
  const unsequencedMs = Math.max(0, rows[0]?.unsequenced_ms ?? 0);
  const unsignedMs = Math.max(0, rows[0]?.unsigned_ms ?? 0);
  const unmailedMs = Math.max(0, rows[0]?.unmailed_ms ?? 0);
  return {
    state: judge(unsequencedMs, unsignedMs, unmailedMs),
    size: Number(rows[0]?.size ?? 0),
    unsequencedMs,
    unsignedMs,
    unmailedMs,
  };
}

function judge(unsequencedMs: number, unsignedMs: number, unmailedMs: number): AuditLogState {
  if (unsequencedMs > sequencingLateMs) return "behind";
  if (unsignedMs > signingLateMs) return "unsigned";
  return unmailedMs > mailingLateMs ? "unmailed" : "inStep";
}
