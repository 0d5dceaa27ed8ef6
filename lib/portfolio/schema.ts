import { pgTable, text, timestamp } from "drizzle-orm/pg-core";
import type { HouseholdId, PersonId, TenantId } from "#lib/kernel/id.ts";

const moment = (name: string) => timestamp(name, { withTimezone: true });

export const households = pgTable("households", {
  tenantId: text("tenant_id").$type<TenantId>().notNull(),
  householdId: text("household_id").$type<HouseholdId>().notNull(),
  name: text().notNull(),
  madeBy: text("made_by").$type<PersonId>().notNull(),
  madeAt: moment("made_at").notNull(),
});

export const householdMembers = pgTable("household_members", {
  tenantId: text("tenant_id").$type<TenantId>().notNull(),
  householdId: text("household_id").$type<HouseholdId>().notNull(),
  investorId: text("investor_id").$type<PersonId>().notNull(),
  joinedAt: moment("joined_at").notNull(),
});
