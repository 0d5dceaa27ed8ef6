import { bigint, boolean, customType, date, numeric, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import type { Day } from "./rate-table.ts";

const bytes = customType<{ data: Buffer }>({ dataType: () => "bytea" });
const moment = (name: string) => timestamp(name, { withTimezone: true });

export const referenceRates = pgTable("reference_rates", {
  day: date().$type<Day>().notNull(),
  currencies: text().notNull(),
  rates: numeric().array().notNull(),
  version: bigint({ mode: "number" }).notNull(),
  isWithdrawn: boolean("is_withdrawn").notNull(),
});

export const referenceRateState = pgTable("reference_rate_state", {
  id: boolean().notNull(),
  version: bigint({ mode: "number" }).notNull(),
  source: text().notNull(),
  newestDay: date("newest_day").$type<Day>(),
  seenDigest: bytes("seen_digest"),
  refusedDigest: bytes("refused_digest"),
  loadedAt: moment("loaded_at"),
  lookedAt: moment("looked_at"),
});
