import { z } from "zod";
import { auditEvent } from "#lib/audit/event.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { mostMailings } from "./invitation.ts";

const invitationId = idSchema("inv");
const consentId = idSchema("con");
const mailing = z.int().min(1).max(mostMailings);

export const invitationMade = auditEvent(
  "invitation.made",
  {
    ...{ invitationId, consentId, investorId: idSchema("per"), isNewPerson: z.boolean() },
    institutionId: z.string().max(63).nullable(),
  },
  "invitationId",
);
export const invitationMailSent = auditEvent(
  "invitation.mailSent",
  { invitationId, mailing },
  "invitationId",
);
export const invitationAskedAgain = auditEvent(
  "invitation.askedAgain",
  { invitationId, mailing },
  "invitationId",
);
export const invitationAccepted = auditEvent(
  "invitation.accepted",
  { invitationId, consentId },
  "invitationId",
);
export const invitationTakenBack = auditEvent(
  "invitation.takenBack",
  { invitationId, consentId },
  "invitationId",
);
export const personForgotten = auditEvent(
  "invitation.personForgotten",
  { personId: idSchema("per") },
  "personId",
);
