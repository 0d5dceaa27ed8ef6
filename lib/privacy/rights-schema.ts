import { date, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import type { PersonId, RightsRequestId, TenantId } from "#lib/kernel/id.ts";
import type { RefusalReason, RightsChannel, RightsKind } from "./rights-view.ts";

const moment = (name: string) => timestamp(name, { withTimezone: true });

export const rightsRequests = pgTable("rights_requests", {
  tenantId: text("tenant_id").$type<TenantId>().notNull(),
  requestId: text("request_id").$type<RightsRequestId>().notNull(),
  investorId: text("investor_id").$type<PersonId>().notNull(),
  kind: text().$type<RightsKind>().notNull(),
  channel: text().$type<RightsChannel>().notNull(),
  receivedOn: date("received_on").notNull(),
  dueOn: date("due_on").notNull(),
  extendedAt: moment("extended_at"),
  outcome: text().$type<"granted" | "refused">(),
  reason: text().$type<RefusalReason>(),
  recordedBy: text("recorded_by").$type<PersonId>().notNull(),
  recordedAt: moment("recorded_at").notNull(),
  closedBy: text("closed_by").$type<PersonId>(),
  closedAt: moment("closed_at"),
});
