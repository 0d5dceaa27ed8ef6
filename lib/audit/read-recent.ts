import { desc, notInArray } from "drizzle-orm";
import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "./append.ts";
import { logSearched } from "./log-events.ts";
import { auditEvents } from "./schema.ts";

export interface RecentEvent {
  readonly at: string;
  readonly type: string;
  readonly actorId: string | null;
  readonly actorType: string;
}

/** That somebody looked: kept like all that happens, and no act of which the newest are shown. */
const looks = ["console.opened", "audit.searched", "audit.watched", "oversight.actPreviewed"];

/** The newest acts of the firm, newest first. It is a look at the log like any other, and leaves its event. */
export async function readRecentEvents(ctx: Context, count: number): Promise<readonly RecentEvent[]> {
  requirePermission(ctx, "audit.readRecent");
  const rows = await inTransaction(ctx, async (tx) => {
    const found = await tx
      .select({
        occurredAt: auditEvents.occurredAt,
        type: auditEvents.type,
        actorId: auditEvents.actorId,
        actorType: auditEvents.actorType,
      })
      .from(auditEvents)
      .where(notInArray(auditEvents.type, looks))
      .orderBy(desc(auditEvents.occurredAt), desc(auditEvents.eventId))
      .limit(count);
    await appendAudit(tx, ctx, logSearched({ filters: [], ids: [], rows: found.length }));
    return found;
  });
  return rows.map(({ occurredAt, ...row }) => ({ ...row, at: occurredAt.toISOString() }));
}
