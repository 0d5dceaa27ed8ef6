import { pgEnum, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import type { ConnectionId, CredentialId, ErasureId, PersonId, TenantId } from "#lib/kernel/id.ts";
import { type ObligationReason, obligationKinds, obligationStates } from "./erasure.ts";

const moment = (name: string) => timestamp(name, { withTimezone: true });

export const obligationKind = pgEnum("obligation_kind", obligationKinds);
export const obligationState = pgEnum("obligation_state", obligationStates);

export const erasures = pgTable("erasures", {
  tenantId: text("tenant_id").$type<TenantId>().notNull(),
  erasureId: text("erasure_id").$type<ErasureId>().notNull(),
  investorId: text("investor_id").$type<PersonId>().notNull(),
  begunAt: moment("begun_at").notNull(),
  evidenceUntil: moment("evidence_until").notNull(),
  completedAt: moment("completed_at"),
  nextLookAt: moment("next_look_at"),
});

export const erasureObligations = pgTable("erasure_obligations", {
  tenantId: text("tenant_id").$type<TenantId>().notNull(),
  erasureId: text("erasure_id").$type<ErasureId>().notNull(),
  investorId: text("investor_id").$type<PersonId>().notNull(),
  kind: obligationKind().notNull(),
  subjectId: text("subject_id").$type<ErasureId | ConnectionId | CredentialId>().notNull(),
  state: obligationState().notNull(),
  reason: text().$type<ObligationReason>().notNull(),
  until: moment("until"),
  settledAt: moment("settled_at"),
});
