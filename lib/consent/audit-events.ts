import { z } from "zod";
import { auditEvent } from "#lib/audit/event.ts";
import { narrowedIds } from "#lib/audit/narrowed.ts";
import { dataClusters, leavable } from "#lib/kernel/data-cluster.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { locales } from "#lib/kernel/locale.ts";
import {
  bankReasons,
  declineReasons,
  expiryReasons,
  terminationReasons,
  withdrawalReasons,
} from "./history.ts";
import { presentedFor } from "./presentation.ts";
import { reminderDays } from "./validity.ts";

const consentId = idSchema("con");
const presentationId = idSchema("cpr");
const clusters = z.array(z.enum(dataClusters));
const recipients = z.array(z.string().max(60));
const validUntil = z.iso.datetime();
/** What of payments is left out. */
const leavesOut = z.array(z.enum(leavable));
const covers = { consentId, clusters, leavesOut, recipients };

export const consentRequested = auditEvent(
  "consent.requested",
  { ...covers, investorId: idSchema("per") },
  "consentId",
);
export const consentReEstablished = auditEvent(
  "consent.reEstablished",
  { ...covers, replacesId: consentId },
  "consentId",
);
export const consentPresented = auditEvent(
  "consent.presented",
  {
    consentId,
    presentationId,
    shownFor: z.enum(presentedFor),
    textVersion: z.string().max(20),
    locale: z.enum(locales),
    sha256: z.string().length(64),
  },
  "consentId",
);
export const consentGiven = auditEvent(
  "consent.given",
  { ...covers, presentationId, validUntil },
  "consentId",
);
export const accountsChosen = auditEvent(
  "consent.accountsChosen",
  { consentId, accountIds: z.array(idSchema("acc")) },
  "consentId",
);
export const consentAmended = auditEvent("consent.amended", { ...covers, presentationId }, "consentId");
export const consentRenewed = auditEvent(
  "consent.renewed",
  { consentId, presentationId, previousValidUntil: validUntil, validUntil },
  "consentId",
);
export const consentDeclined = auditEvent(
  "consent.declined",
  { consentId, reason: z.enum(declineReasons) },
  "consentId",
);
export const consentExpired = auditEvent(
  "consent.expired",
  { consentId, reason: z.enum(expiryReasons) },
  "consentId",
);
export const consentWithdrawn = auditEvent(
  "consent.withdrawn",
  { consentId, reason: z.enum(withdrawalReasons), deleteDataNow: z.boolean() },
  "consentId",
);
export const consentTerminated = auditEvent(
  "consent.terminated",
  { consentId, reason: z.enum(terminationReasons) },
  "consentId",
);
export const requestTakenBack = auditEvent("consent.requestTakenBack", { consentId }, "consentId");
export const consentRevokedAtBank = auditEvent(
  "consent.revokedAtBank",
  { consentId, reason: z.enum(bankReasons) },
  "consentId",
);
/** What the consent alone covered is deleted: of how many of its accounts all, and of how many another one covers some. */
export const dataDeleted = auditEvent(
  "consent.dataDeleted",
  { consentId, accounts: z.int().min(0), stay: z.int().min(0) },
  "consentId",
);
export const reminderSent = auditEvent(
  "consent.reminderSent",
  { consentId, daysBefore: z.int().refine((days) => (reminderDays as readonly number[]).includes(days)) },
  "consentId",
);

/** The firm's list of consents left as a file: its filters, whom they named, and how many lines it was to have. */
export const consentListExported = auditEvent("consent.listExported", {
  filters: z.array(z.string().max(20)),
  ids: narrowedIds,
  count: z.int(),
});
