import { z } from "zod";
import { staffRoles } from "#lib/access/roles.ts";
import { auditEvent } from "#lib/audit/event.ts";
import { narrowedIds } from "#lib/audit/narrowed.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { locales } from "#lib/kernel/locale.ts";
import { sessionLevels } from "./session.ts";
import { signInMethods } from "./view.ts";

const sessionId = idSchema("ses");
const personId = idSchema("per");
const passkeyId = idSchema("pky");
const method = z.enum(signInMethods);

export const signInRequested = auditEvent("identity.signInRequested", { signInRequestId: idSchema("sir") });
export const signInMailSent = auditEvent("identity.signInMailSent", { personId }, "personId");
/** A link was asked for somebody who is disabled, and none was sent. Whoever asked proved nothing. */
export const signInMailWithheld = auditEvent(
  "identity.signInMailWithheld",
  { personId, tenantId: idSchema("ten") },
  "personId",
);
export const signInRefused = auditEvent("identity.signInRefused", { method, code: z.string().max(60) });
export const signedIn = auditEvent(
  "identity.signedIn",
  { sessionId, method, level: z.enum(sessionLevels) },
  "sessionId",
);
export const secondFactorGiven = auditEvent(
  "identity.secondFactorGiven",
  { sessionId, passkeyId },
  "sessionId",
);
export const steppedUp = auditEvent("identity.steppedUp", { sessionId, passkeyId }, "sessionId");
export const signedOut = auditEvent("identity.signedOut", { sessionId }, "sessionId");
export const sessionEnded = auditEvent("identity.sessionEnded", { sessionId }, "sessionId");
export const otherSessionsEnded = auditEvent("identity.otherSessionsEnded", { count: z.int().min(0) });
export const passkeyAdded = auditEvent("identity.passkeyAdded", { passkeyId }, "passkeyId");
export const passkeyRemoved = auditEvent("identity.passkeyRemoved", { passkeyId }, "passkeyId");
export const localeChanged = auditEvent("identity.localeChanged", { locale: z.enum(locales) });
export const personDisabled = auditEvent(
  "identity.personDisabled",
  { personId, sessionsEnded: z.int().min(0) },
  "personId",
);
export const personEnabled = auditEvent("identity.personEnabled", { personId }, "personId");
const staffRole = z.enum(staffRoles);
export const roleChanged = auditEvent(
  "identity.roleChanged",
  { personId, from: staffRole, to: staffRole, sessionsEnded: z.int().min(0) },
  "personId",
);
const staffInvitationId = idSchema("siv");
export const staffInvited = auditEvent(
  "identity.staffInvited",
  { staffInvitationId, role: staffRole },
  "staffInvitationId",
);
export const staffInvitationMailed = auditEvent(
  "identity.staffInvitationMailed",
  { staffInvitationId },
  "staffInvitationId",
);
export const staffInvitationTakenBack = auditEvent(
  "identity.staffInvitationTakenBack",
  { staffInvitationId },
  "staffInvitationId",
);
/** Asked in again: the link of the one that it replaces is dead. */
export const staffInvitationRenewed = auditEvent(
  "identity.staffInvitationRenewed",
  { staffInvitationId, replaces: staffInvitationId, role: staffRole },
  "staffInvitationId",
);
export const staffInvitationAccepted = auditEvent(
  "identity.staffInvitationAccepted",
  { staffInvitationId, personId, role: staffRole },
  "staffInvitationId",
);
/** A list left as a file: by which filters, of whom if of one, and how many rows it was to have when it began. */
export const peopleExported = auditEvent("identity.peopleExported", {
  filters: z.array(z.string().max(20)).readonly(),
  ids: narrowedIds,
  rows: z.int().min(0),
});
export const signInLogExported = auditEvent(
  "identity.signInLogExported",
  { personId, rows: z.int().min(0) },
  "personId",
);
