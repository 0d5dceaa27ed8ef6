import { and, eq } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#lib/db/database.ts";
import type { EventId, TenantId } from "#lib/kernel/id.ts";
import { leafHash } from "./merkle.ts";
import { auditEvents } from "./schema.ts";

const recorded = z.object({
  type: z.string(),
  actor: z.object({ type: z.string() }),
  facts: z.record(z.string(), z.unknown()),
});

export interface RecordedEvent {
  readonly type: string;
  readonly actorType: string;
  readonly facts: Readonly<Record<string, unknown>>;
  /** As the log has it or will have it (RFC 9162, 2.1.1). */
  readonly leafHash: Buffer;
}

/** An event as its own bytes say it; `null` where row security shows none. */
export async function readEvent(
  tx: Transaction,
  tenantId: TenantId,
  eventId: EventId,
): Promise<RecordedEvent | null> {
  const [row] = await tx
    .select({ body: auditEvents.body })
    .from(auditEvents)
    .where(and(eq(auditEvents.tenantId, tenantId), eq(auditEvents.eventId, eventId)));
  if (!row) return null;
  const { type, actor, facts } = recorded.parse(JSON.parse(row.body.toString("utf8")));
  return { type, actorType: actor.type, facts, leafHash: leafHash(row.body) };
}
