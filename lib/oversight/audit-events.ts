import { z } from "zod";
import { auditEvent } from "#lib/audit/event.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { actKinds, itemStates } from "./oversight.ts";

const actId = idSchema("act");
const count = z.int().min(0);
const kind = z.enum(actKinds);

/** Somebody looked at what an act would do, and so at whose things they are; `ids` are those that were shown. */
export const actPreviewed = auditEvent("oversight.actPreviewed", {
  ...{ kind, items: count, stays: count },
  ids: z.array(z.union([idSchema("con"), idSchema("crd")])).readonly(),
  institutionId: z.string().max(63).nullable(),
  advisorId: idSchema("per").nullable(),
});
export const actProposed = auditEvent(
  "oversight.actProposed",
  {
    ...{ actId, kind, items: count, stays: count, needsSecond: z.boolean() },
    reason: z.string().max(40),
    institutionId: z.string().max(63).nullable(),
    advisorId: idSchema("per").nullable(),
    successorId: idSchema("per").nullable(),
  },
  "actId",
);
/** Somebody who may be the second person was written to, once for each act. */
export const secondTold = auditEvent("oversight.secondTold", { actId, personId: idSchema("per") }, "actId");
const about = { actId, kind, proposedBy: idSchema("per") };
export const actApproved = auditEvent("oversight.actApproved", about, "actId");
export const actRefused = auditEvent("oversight.actRefused", about, "actId");
export const actTakenBack = auditEvent("oversight.actTakenBack", about, "actId");
export const actLapsed = auditEvent("oversight.actLapsed", about, "actId");
/** Stopped, and gone on with by nobody in time. What is open of it has to be proposed anew. */
export const actLeftStopped = auditEvent("oversight.actLeftStopped", { ...about, open: count }, "actId");
export const actStopped = auditEvent("oversight.actStopped", { actId, kind, open: count }, "actId");
export const actResumed = auditEvent("oversight.actResumed", { actId, kind, open: count }, "actId");
/** One consent or bank access of an act. That it ended is an event of its own, in the same commit. */
export const itemWorked = auditEvent(
  "oversight.itemWorked",
  {
    actId,
    about: z.union([idSchema("con"), idSchema("crd")]),
    outcome: z.enum(itemStates).exclude(["open"]),
    reason: z.string().max(60).nullable(),
  },
  "actId",
);
export const actDone = auditEvent(
  "oversight.actDone",
  { actId, kind, done: count, skipped: count, failed: count },
  "actId",
);
export const ruleChanged = auditEvent("oversight.ruleChanged", { secondPersonForConsents: z.boolean() });
/** The list of acts left as a file: by which filters, and how many lines it was to have when it began. */
export const actListExported = auditEvent("oversight.listExported", {
  filters: z.array(z.string().max(20)),
  count,
});
