import {
  boolean,
  customType,
  date,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  text,
  timestamp,
} from "drizzle-orm/pg-core";
import { dataClusters, type Leavable } from "#lib/kernel/data-cluster.ts";
import type {
  AccountId,
  ClientId,
  ConsentId,
  EventId,
  PersonId,
  PresentationId,
  TenantId,
} from "#lib/kernel/id.ts";
import type { Locale } from "#lib/kernel/locale.ts";
import { consentStates } from "./consent.ts";
import { consentActs, consentChannels } from "./history.ts";
import { presentedFor } from "./presentation.ts";
import { lawfulBases as bases } from "./terms.ts";

const bytea = customType<{ data: Buffer }>({ dataType: () => "bytea" });
const moment = (name: string) => timestamp(name, { withTimezone: true });

export const consentState = pgEnum("consent_state", consentStates);
export const consentAct = pgEnum("consent_act", consentActs);
export const consentChannel = pgEnum("consent_channel", consentChannels);
export const presentedForEnum = pgEnum("presented_for", presentedFor);
export const lawfulBasis = pgEnum("lawful_basis", bases);
const dataCluster = pgEnum("data_cluster", dataClusters);

export const consents = pgTable("consents", {
  tenantId: text("tenant_id").$type<TenantId>().notNull(),
  consentId: text("consent_id").$type<ConsentId>().notNull(),
  investorId: text("investor_id").$type<PersonId>().notNull(),
  state: consentState().notNull(),
  revision: integer().notNull(),
  wholeTeam: boolean("whole_team").notNull(),
  advisorIds: text("advisor_ids").array().$type<PersonId[]>().notNull(),
  clientIds: text("client_ids").array().$type<ClientId[]>().notNull(),
  terms: jsonb().notNull(),
  accountIds: text("account_ids").array().$type<AccountId[]>(),
  region: text().notNull(),
  requestedBy: text("requested_by").$type<PersonId | ClientId>().notNull(),
  requestedAt: moment("requested_at").notNull(),
  answerBy: moment("answer_by").notNull(),
  replacesId: text("replaces_id").$type<ConsentId>(),
  givenAt: moment("given_at"),
  confirmedAt: moment("confirmed_at"),
  validUntil: moment("valid_until"),
  endedAt: moment("ended_at"),
  deleteDataNow: boolean("delete_data_now").notNull().default(false),
});

/** Which consents name which advisor. The database keeps it (drizzle/data/0043_console_lists.sql). */
export const consentAdvisors = pgTable("consent_advisors", {
  tenantId: text("tenant_id").$type<TenantId>().notNull(),
  advisorId: text("advisor_id").$type<PersonId>().notNull(),
  requestedAt: moment("requested_at").notNull(),
  consentId: text("consent_id").$type<ConsentId>().notNull(),
});

export const consentGrants = pgTable("consent_grants", {
  tenantId: text("tenant_id").$type<TenantId>().notNull(),
  consentId: text("consent_id").$type<ConsentId>().notNull(),
  investorId: text("investor_id").$type<PersonId>().notNull(),
  accountId: text("account_id").$type<AccountId>().notNull(),
  recipientId: text("recipient_id").$type<TenantId | PersonId | ClientId>().notNull(),
  cluster: dataCluster().notNull(),
  historyFrom: date("history_from"),
  leavesOut: text("leaves_out").array().$type<Leavable[]>().notNull(),
  validFrom: moment("valid_from").notNull(),
  validUntil: moment("valid_until").notNull(),
});

export const consentPresentations = pgTable("consent_presentations", {
  tenantId: text("tenant_id").$type<TenantId>().notNull(),
  presentationId: text("presentation_id").$type<PresentationId>().notNull(),
  consentId: text("consent_id").$type<ConsentId>().notNull(),
  investorId: text("investor_id").$type<PersonId>().notNull(),
  presentedFor: presentedForEnum("presented_for").notNull(),
  revision: integer().notNull(),
  textVersion: text("text_version").notNull(),
  locale: text().$type<Locale>().notNull(),
  sha256: bytea().notNull(),
  facts: jsonb().notNull(),
  presentedAt: moment("presented_at").notNull(),
  acceptedAt: moment("accepted_at"),
});

export const consentEvents = pgTable("consent_events", {
  tenantId: text("tenant_id").$type<TenantId>().notNull(),
  consentId: text("consent_id").$type<ConsentId>().notNull(),
  revision: integer().notNull(),
  investorId: text("investor_id").$type<PersonId>().notNull(),
  act: consentAct().notNull(),
  state: consentState().notNull(),
  at: moment("at").notNull(),
  actorType: text("actor_type").notNull(),
  actorId: text("actor_id"),
  channel: consentChannel().notNull(),
  reason: text(),
  eventId: text("event_id").$type<EventId>().notNull(),
  /** The consent as this act left it; `null` while it was not given. */
  snapshot: jsonb(),
});

export const lawfulBases = pgTable("lawful_bases", {
  tenantId: text("tenant_id").$type<TenantId>().notNull(),
  consentId: text("consent_id").$type<ConsentId>().notNull(),
  investorId: text("investor_id").$type<PersonId>().notNull(),
  basis: lawfulBasis().notNull(),
  recordedAt: moment("recorded_at").notNull(),
  endedAt: moment("ended_at"),
});

export const consentReminders = pgTable("consent_reminders", {
  tenantId: text("tenant_id").$type<TenantId>().notNull(),
  consentId: text("consent_id").$type<ConsentId>().notNull(),
  validUntil: moment("valid_until").notNull(),
  daysBefore: integer("days_before").notNull(),
  investorId: text("investor_id").$type<PersonId>().notNull(),
  madeAt: moment("made_at").notNull(),
  mailedAt: moment("mailed_at"),
});

export const retentions = pgTable("retentions", {
  tenantId: text("tenant_id").$type<TenantId>().notNull(),
  consentId: text("consent_id").$type<ConsentId>().notNull(),
  investorId: text("investor_id").$type<PersonId>().notNull(),
  keptUntil: moment("kept_until").notNull(),
  deletedAt: moment("deleted_at"),
});
