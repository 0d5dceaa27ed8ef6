import { bigint, pgTable, smallint, text, timestamp } from "drizzle-orm/pg-core";
import type { HealthOutcome } from "./health.ts";
import type { HealthProduct } from "./view.ts";

export const institutionHealth = pgTable("institution_health", {
  bucket: timestamp({ withTimezone: true }).notNull(),
  institutionId: text("institution_id").notNull(),
  product: text().$type<HealthProduct>().notNull(),
  outcome: text().$type<HealthOutcome>().notNull(),
  speed: smallint().notNull(),
  calls: bigint({ mode: "number" }).notNull(),
});
