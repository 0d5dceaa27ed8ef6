import { boolean, integer, pgEnum, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import type { ActId, PersonId, TenantId } from "#lib/kernel/id.ts";
import { actKinds, actStates, itemStates, type SubjectId } from "./oversight.ts";

const moment = (name: string) => timestamp(name, { withTimezone: true });

export const staffActKind = pgEnum("staff_act_kind", actKinds);
export const staffActState = pgEnum("staff_act_state", actStates);
export const staffActItemState = pgEnum("staff_act_item_state", itemStates);

export const oversightRules = pgTable("oversight_rules", {
  tenantId: text("tenant_id").$type<TenantId>().notNull(),
  revision: integer().notNull(),
  secondPersonForConsents: boolean("second_person_for_consents").notNull(),
  changedAt: moment("changed_at").notNull(),
});

export const staffActs = pgTable("staff_acts", {
  tenantId: text("tenant_id").$type<TenantId>().notNull(),
  actId: text("act_id").$type<ActId>().notNull(),
  kind: staffActKind().notNull(),
  reason: text().notNull(),
  state: staffActState().notNull(),
  planned: integer().notNull(),
  stays: integer().notNull(),
  needsSecond: boolean("needs_second").notNull(),
  institutionId: text("institution_id"),
  advisorId: text("advisor_id").$type<PersonId>(),
  successorId: text("successor_id").$type<PersonId>(),
  proposedBy: text("proposed_by").$type<PersonId>().notNull(),
  proposedAt: moment("proposed_at").notNull(),
  lapsesAt: moment("lapses_at").notNull(),
  decidedBy: text("decided_by").$type<PersonId>(),
  decidedAt: moment("decided_at"),
  stoppedBy: text("stopped_by").$type<PersonId>(),
  stoppedAt: moment("stopped_at"),
  finishedAt: moment("finished_at"),
});

export const staffActItems = pgTable("staff_act_items", {
  tenantId: text("tenant_id").$type<TenantId>().notNull(),
  actId: text("act_id").$type<ActId>().notNull(),
  position: integer().notNull(),
  planned: integer().notNull(),
  subjectId: text("subject_id").$type<SubjectId>().notNull(),
  state: staffActItemState().notNull(),
  reason: text(),
  attempts: integer().notNull().default(0),
  settledAt: moment("settled_at"),
});
