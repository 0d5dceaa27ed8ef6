import { customType, integer, jsonb, pgEnum, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import type { AuthorisationId, ConnectionId, PersonId, TenantId } from "#lib/kernel/id.ts";
import { scaStatuses } from "./authorisation.ts";
import type { ScaWay } from "./sca-view.ts";

const bytea = customType<{ data: Buffer }>({ dataType: () => "bytea" });
const moment = (name: string) => timestamp(name, { withTimezone: true });

export const scaStatus = pgEnum("sca_status", scaStatuses);

export const authorisations = pgTable("authorisations", {
  tenantId: text("tenant_id").$type<TenantId>().notNull(),
  authorisationId: text("authorisation_id").$type<AuthorisationId>().notNull(),
  connectionId: text("connection_id").$type<ConnectionId>().notNull(),
  investorId: text("investor_id").$type<PersonId>().notNull(),
  status: scaStatus().notNull(),
  step: integer().notNull(),
  question: jsonb(),
  answerKey: jsonb("answer_key"),
  expiresAt: moment("expires_at"),
  returnHash: bytea("return_hash"),
  workerId: text("worker_id"),
  workerAddress: text("worker_address"),
  personAddress: text("person_address"),
  personAgent: text("person_agent"),
  personLanguage: text("person_language"),
  reason: text(),
  message: text(),
  retryAfterSeconds: integer("retry_after_seconds"),
  begunAt: moment("begun_at").notNull(),
  changedAt: moment("changed_at").notNull().defaultNow(),
  endedAt: moment("ended_at"),
  method: text().$type<ScaWay>(),
  askedAt: moment("asked_at"),
});

export const challengeImages = pgTable("challenge_images", {
  tenantId: text("tenant_id").$type<TenantId>().notNull(),
  authorisationId: text("authorisation_id").$type<AuthorisationId>().notNull(),
  step: integer().notNull(),
  investorId: text("investor_id").$type<PersonId>().notNull(),
  mediaType: text("media_type").$type<"image/png" | "image/jpeg" | "image/gif">().notNull(),
  bytes: bytea().notNull(),
});
