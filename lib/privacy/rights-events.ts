import { z } from "zod";
import { auditEvent } from "#lib/audit/event.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { refusalReasons, rightsChannels, rightsKinds } from "./rights-view.ts";

const requestId = idSchema("rrq");
const investorId = idSchema("per");
const day = z.iso.date();

export const rightsRequestRecorded = auditEvent(
  "privacy.requestRecorded",
  {
    ...{ requestId, investorId, receivedOn: day, dueOn: day },
    kind: z.enum(rightsKinds),
    channel: z.enum(rightsChannels),
  },
  "investorId",
);
export const rightsRequestExtended = auditEvent(
  "privacy.requestExtended",
  { requestId, investorId, previousDueOn: day, dueOn: day },
  "investorId",
);
export const rightsRequestAnswered = auditEvent(
  "privacy.requestAnswered",
  {
    ...{ requestId, investorId },
    outcome: z.enum(["granted", "refused"]),
    reason: z.enum(refusalReasons).nullable(),
    /** After its day. */
    isLate: z.boolean(),
  },
  "investorId",
);
export const rightsListExported = auditEvent("privacy.requestsExported", {
  filters: z.array(z.string().max(20)).readonly(),
  rows: z.int().min(0),
});
