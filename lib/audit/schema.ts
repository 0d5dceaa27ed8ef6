import { customType, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import type { EventId, TenantId } from "#lib/kernel/id.ts";

const bytea = customType<{ data: Buffer }>({ dataType: () => "bytea" });

export const auditEvents = pgTable("audit_events", {
  tenantId: text("tenant_id").$type<TenantId>().notNull(),
  eventId: text("event_id").$type<EventId>().notNull(),
  occurredAt: timestamp("occurred_at", { withTimezone: true }).notNull(),
  type: text().notNull(),
  actorType: text("actor_type").notNull(),
  actorId: text("actor_id"),
  subjectId: text("subject_id"),
  requestId: text("request_id").notNull(),
  body: bytea().notNull(),
});
