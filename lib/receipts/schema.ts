import { pgEnum, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import type { ConsentId, CredentialId, EventId, PersonId, ReceiptId, TenantId } from "#lib/kernel/id.ts";
import { receiptKinds } from "./receipt.ts";

export const receiptKind = pgEnum("receipt_kind", receiptKinds);

export const receipts = pgTable("receipts", {
  tenantId: text("tenant_id").$type<TenantId>().notNull(),
  receiptId: text("receipt_id").$type<ReceiptId>().notNull(),
  personId: text("person_id").$type<PersonId>().notNull(),
  kind: receiptKind().notNull(),
  subjectId: text("subject_id").$type<ConsentId | CredentialId>().notNull(),
  eventId: text("event_id").$type<EventId>().notNull(),
  issuedAt: timestamp("issued_at", { withTimezone: true }).notNull(),
  statement: text().notNull(),
});
