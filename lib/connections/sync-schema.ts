import { bigint, boolean, date, integer, pgEnum, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import type { AspspFailure } from "#lib/aspsp/failure.ts";
import { dataClusters, type Leavable } from "#lib/kernel/data-cluster.ts";
import type { AccountId, ConnectionId, PersonId, SyncId, TenantId } from "#lib/kernel/id.ts";
import { productStates, syncKinds, syncOutcomes } from "./view.ts";

const moment = (name: string) => timestamp(name, { withTimezone: true });
const dataCluster = pgEnum("data_cluster", dataClusters);

export const syncKind = pgEnum("sync_kind", syncKinds);
export const syncOutcome = pgEnum("sync_outcome", syncOutcomes);
export const productState = pgEnum("product_state", productStates);

export const syncs = pgTable("syncs", {
  tenantId: text("tenant_id").$type<TenantId>().notNull(),
  syncId: text("sync_id").$type<SyncId>().notNull(),
  connectionId: text("connection_id").$type<ConnectionId>().notNull(),
  investorId: text("investor_id").$type<PersonId>().notNull(),
  kind: syncKind().notNull(),
  isAttended: boolean("is_attended").notNull(),
  begunAt: moment("begun_at").notNull(),
  endedAt: moment("ended_at"),
  outcome: syncOutcome().notNull(),
  reason: text().$type<AspspFailure>(),
  fence: bigint({ mode: "number" }),
  workerId: text("worker_id"),
  takenAt: moment("taken_at"),
  runs: integer().notNull().default(0),
  reads: integer().notNull().default(0),
  personAddress: text("person_address"),
  personAgent: text("person_agent"),
  personLanguage: text("person_language"),
});

export const productStateRows = pgTable("product_states", {
  tenantId: text("tenant_id").$type<TenantId>().notNull(),
  accountId: text("account_id").$type<AccountId>().notNull(),
  cluster: dataCluster().notNull(),
  investorId: text("investor_id").$type<PersonId>().notNull(),
  connectionId: text("connection_id").$type<ConnectionId>().notNull(),
  state: productState().notNull(),
  reason: text().$type<AspspFailure>(),
  asOf: moment("as_of"),
  attemptedAt: moment("attempted_at"),
  records: integer(),
  readFrom: date("read_from"),
  leftOut: text("left_out").array().$type<Leavable[]>().notNull().default([]),
});
