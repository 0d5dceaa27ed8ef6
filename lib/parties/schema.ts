import { integer, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import type { ReceiptId, TenantId } from "#lib/kernel/id.ts";

export const firmContacts = pgTable("firm_contacts", {
  tenantId: text("tenant_id").$type<TenantId>().notNull(),
  revision: integer().notNull(),
  legalName: text("legal_name"),
  address: text(),
  email: text(),
  phone: text(),
  dpoName: text("dpo_name"),
  dpoEmail: text("dpo_email"),
  complaintsEmail: text("complaints_email"),
  complaintsUrl: text("complaints_url"),
  privacyNoticeUrl: text("privacy_notice_url"),
  authorityName: text("authority_name"),
  authorityUrl: text("authority_url"),
  changedAt: timestamp("changed_at", { withTimezone: true }).notNull(),
});

export const receiptMailings = pgTable("receipt_mailings", {
  tenantId: text("tenant_id").$type<TenantId>().notNull(),
  receiptId: text("receipt_id").$type<ReceiptId>().notNull(),
  mailedAt: timestamp("mailed_at", { withTimezone: true }).notNull(),
});
