import { pgTable, text, timestamp } from "drizzle-orm/pg-core";
import type { PersonId, TenantId } from "#lib/kernel/id.ts";

const moment = (name: string) => timestamp(name, { withTimezone: true });

export const institutionBanners = pgTable("institution_banners", {
  tenantId: text("tenant_id").$type<TenantId>().notNull(),
  institutionId: text("institution_id").notNull(),
  en: text("text_en").notNull(),
  es: text("text_es").notNull(),
  fr: text("text_fr").notNull(),
  pt: text("text_pt").notNull(),
  until: moment("until_at").notNull(),
  setBy: text("set_by").$type<PersonId>().notNull(),
  setAt: moment("set_at").notNull(),
});
