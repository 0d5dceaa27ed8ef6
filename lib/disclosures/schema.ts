import { pgEnum, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import { dataClusters } from "#lib/kernel/data-cluster.ts";
import type {
  AccountId,
  ClientId,
  ConsentId,
  DisclosureId,
  EventId,
  PersonId,
  TenantId,
} from "#lib/kernel/id.ts";
import type { DisclosureWay, ViewerType } from "./disclosure.ts";

const dataCluster = pgEnum("data_cluster", dataClusters);

/** Beside these stands the transaction that the row was written in, which policies alone ask for. */
export const disclosures = pgTable("disclosures", {
  tenantId: text("tenant_id").$type<TenantId>().notNull(),
  disclosureId: text("disclosure_id").$type<DisclosureId>().notNull(),
  investorId: text("investor_id").$type<PersonId>().notNull(),
  viewerType: text("viewer_type").$type<ViewerType>().notNull(),
  viewerId: text("viewer_id").$type<PersonId | ClientId>().notNull(),
  what: text().$type<DisclosureWay>().notNull(),
  consentIds: text("consent_ids").array().$type<ConsentId[]>().notNull(),
  clusters: dataCluster().array().notNull(),
  accountIds: text("account_ids").array().$type<AccountId[]>().notNull(),
  at: timestamp("at", { withTimezone: true }).notNull(),
  eventId: text("event_id").$type<EventId>().notNull(),
});
