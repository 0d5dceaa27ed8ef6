import { bigint, boolean, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import type { KeyName, KeyVersionName } from "#lib/kernel/key-name.ts";
import type { KeyState, KeyStep } from "./view.ts";

const moment = (name: string) => timestamp(name, { withTimezone: true });

export const keyVersions = pgTable("key_versions", {
  kmsVersion: text("kms_version").$type<KeyVersionName>().notNull(),
  keyName: text("key_name").$type<KeyName>().notNull(),
  purpose: text().notNull(),
  region: text(),
  algorithm: text().notNull(),
  protectionLevel: text("protection_level").notNull(),
  kmsState: text("kms_state").notNull(),
  state: text().$type<KeyState>().notNull(),
  isPrimary: boolean("is_primary").notNull(),
  createdAt: moment("created_at"),
  destroysAt: moment("destroys_at"),
  inUse: bigint("in_use", { mode: "number" }),
  nextStep: text("next_step").$type<KeyStep>().notNull(),
  asOf: moment("as_of").notNull(),
  compromisedAt: moment("compromised_at"),
});
