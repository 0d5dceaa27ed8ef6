import { desc } from "drizzle-orm";
import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { auditEvents } from "./schema.ts";

export interface RecentEvent {
  readonly at: string;
  readonly type: string;
  readonly actorId: string | null;
  readonly actorType: string;
}

/** The newest events of the firm, newest first. */
export async function readRecentEvents(ctx: Context, count: number): Promise<readonly RecentEvent[]> {
  requirePermission(ctx, "audit.readRecent");
  const rows = await inTransaction(ctx, (tx) =>
    tx
      .select({
        occurredAt: auditEvents.occurredAt,
        type: auditEvents.type,
        actorId: auditEvents.actorId,
        actorType: auditEvents.actorType,
      })
      .from(auditEvents)
      .orderBy(desc(auditEvents.occurredAt), desc(auditEvents.eventId))
      .limit(count),
  );
  return rows.map(({ occurredAt, ...row }) => ({ ...row, at: occurredAt.toISOString() }));
}
