import { z } from "zod";
import { auditEvent } from "#lib/audit/event.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { exportForms, exportKinds } from "./export-table.ts";

const householdId = idSchema("hhd");
const members = z.array(idSchema("per"));

export const householdMade = auditEvent("household.made", { householdId, members }, "householdId");
export const householdChanged = auditEvent(
  "household.changed",
  { householdId, isRenamed: z.boolean(), joined: members, left: members },
  "householdId",
);
export const householdDissolved = auditEvent(
  "household.dissolved",
  { householdId, members, hidden: z.number().int().nonnegative() },
  "householdId",
);
/** Of the acting investor's own; what an advisor takes is a disclosure. */
export const wealthExported = auditEvent("portfolio.exported", {
  what: z.enum(exportKinds),
  as: z.enum(exportForms),
});
