import { bigint, customType, pgTable, smallint, text, timestamp } from "drizzle-orm/pg-core";
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

export const auditLeaves = pgTable("audit_leaves", {
  tenantId: text("tenant_id").$type<TenantId>().notNull(),
  eventId: text("event_id").$type<EventId>().notNull(),
  leafIndex: bigint("leaf_index", { mode: "number" }).notNull(),
  leafHash: bytea("leaf_hash").notNull(),
});

export const auditTiles = pgTable("audit_tiles", {
  level: smallint().notNull(),
  tileIndex: bigint("tile_index", { mode: "number" }).notNull(),
  /** Of the subtree under the whole tile. */
  root: bytea().notNull(),
  hashes: bytea().notNull(),
});

export const auditCheckpoints = pgTable("audit_checkpoints", {
  origin: text().notNull(),
  size: bigint({ mode: "number" }).notNull(),
  note: text().notNull(),
  signedAt: timestamp("signed_at", { withTimezone: true }).notNull().defaultNow(),
});
