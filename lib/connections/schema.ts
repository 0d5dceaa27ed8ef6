import { bigint, customType, date, pgEnum, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import { accountKinds } from "#lib/aspsp/records.ts";
import type { AccountId, ConnectionId, ConsentId, CredentialId, PersonId, TenantId } from "#lib/kernel/id.ts";
import { accountStates, connectionNeeds, connectionStates, type EndedReason } from "./connection.ts";
import type { NeedReason } from "./view.ts";

const bytea = customType<{ data: Buffer }>({ dataType: () => "bytea" });
const moment = (name: string) => timestamp(name, { withTimezone: true });

export const connectionState = pgEnum("connection_state", connectionStates);
export const connectionNeed = pgEnum("connection_need", connectionNeeds);
export const accountKind = pgEnum("account_kind", accountKinds);
export const accountState = pgEnum("account_state", accountStates);

export const connections = pgTable("connections", {
  tenantId: text("tenant_id").$type<TenantId>().notNull(),
  connectionId: text("connection_id").$type<ConnectionId>().notNull(),
  investorId: text("investor_id").$type<PersonId>().notNull(),
  institutionId: text("institution_id").notNull(),
  region: text().notNull(),
  credentialId: text("credential_id").$type<CredentialId>().notNull(),
  consentId: text("consent_id").$type<ConsentId>().notNull(),
  state: connectionState().notNull(),
  needs: connectionNeed(),
  needsReason: text("needs_reason").$type<NeedReason>(),
  needsSince: moment("needs_since"),
  bankReference: text("bank_reference"),
  bankValidUntil: date("bank_valid_until"),
  lastScaAt: moment("last_sca_at"),
  nextRefreshAt: moment("next_refresh_at"),
  fence: bigint({ mode: "number" }).notNull(),
  begunAt: moment("begun_at").notNull(),
  linkedAt: moment("linked_at"),
  endedAt: moment("ended_at"),
  endedReason: text("ended_reason").$type<EndedReason>(),
  leftReferences: text("left_references").array().notNull(),
  endingDueAt: moment("ending_due_at"),
});

export const accounts = pgTable("accounts", {
  tenantId: text("tenant_id").$type<TenantId>().notNull(),
  accountId: text("account_id").$type<AccountId>().notNull(),
  investorId: text("investor_id").$type<PersonId>().notNull(),
  connectionId: text("connection_id").$type<ConnectionId>().notNull(),
  institutionId: text("institution_id").notNull(),
  identityHash: bytea("identity_hash").notNull(),
  kind: accountKind().notNull(),
  currency: text().notNull(),
  state: accountState().notNull(),
  offeredAt: moment("offered_at").notNull(),
  chosenAt: moment("chosen_at"),
  lastSeenAt: moment("last_seen_at").notNull(),
});
