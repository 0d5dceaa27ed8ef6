import { pgTable, text, timestamp } from "drizzle-orm/pg-core";
import type { AskId, PersonId, TenantId } from "#lib/kernel/id.ts";
import type { AskKind } from "./ask.ts";

const moment = (name: string) => timestamp(name, { withTimezone: true });

export const clientAsks = pgTable("client_asks", {
  tenantId: text("tenant_id").$type<TenantId>().notNull(),
  investorId: text("investor_id").$type<PersonId>().notNull(),
  what: text().$type<AskKind>().notNull(),
  about: text().notNull(),
  askId: text("ask_id").$type<AskId>().notNull(),
  askedBy: text("asked_by").$type<PersonId>().notNull(),
  askedAt: moment("asked_at").notNull(),
  mailedAt: moment("mailed_at"),
});
