import { z } from "zod";
import { auditEvent } from "#lib/audit/event.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { endedReasons } from "./connection.ts";
import { syncKinds, syncOutcomes } from "./view.ts";

const connectionId = idSchema("cnx");
const authorisationId = idSchema("aut");
const accountIds = z.array(idSchema("acc")).max(1_000);
const count = z.int().min(0);
/** One of the closed lists of reasons: a word, and never a bank's text. */
const reason = z.string().regex(/^[a-z][A-Za-z]{0,39}$/);

export const connectionBegun = auditEvent(
  "connection.begun",
  {
    connectionId,
    authorisationId,
    credentialId: idSchema("crd"),
    consentId: idSchema("con"),
    institutionId: z.string().max(63),
  },
  "connectionId",
);
export const confirmationBegun = auditEvent(
  "connection.confirmationBegun",
  { connectionId, authorisationId },
  "connectionId",
);
export const connectionLetIn = auditEvent(
  "connection.letIn",
  { connectionId, authorisationId, validUntil: z.iso.date().nullable() },
  "connectionId",
);
export const accountsOffered = auditEvent(
  "connection.accountsOffered",
  { connectionId, named: count, offered: accountIds },
  "connectionId",
);
export const accountsChosen = auditEvent(
  "connection.accountsChosen",
  { connectionId, chosen: accountIds, declined: accountIds },
  "connectionId",
);
/** What no consent covers any more; in periods of one kind of data. */
export const uncoveredDeleted = auditEvent(
  "connection.uncoveredDeleted",
  { accountId: idSchema("acc"), deleted: count, rewritten: count },
  "accountId",
);
export const confirmationNeeded = auditEvent(
  "connection.confirmationNeeded",
  { connectionId, reason },
  "connectionId",
);
export const credentialNeeded = auditEvent(
  "connection.credentialNeeded",
  { connectionId, reason },
  "connectionId",
);
export const connectionEnded = auditEvent(
  "connection.ended",
  { connectionId, reason: z.enum(endedReasons) },
  "connectionId",
);
export const endedAtBank = auditEvent(
  "connection.endedAtBank",
  { connectionId, accesses: count },
  "connectionId",
);
/** Its deadline has passed: what was given lapses by itself and nobody holds what opens it. */
export const bankNotTold = auditEvent(
  "connection.bankNotTold",
  { connectionId, accesses: count },
  "connectionId",
);
export const refreshRequested = auditEvent(
  "connection.refreshRequested",
  { connectionId, syncId: idSchema("syn") },
  "connectionId",
);
export const syncBegan = auditEvent(
  "connection.syncBegan",
  {
    connectionId,
    syncId: idSchema("syn"),
    kind: z.enum(syncKinds),
    isAttended: z.boolean(),
    isResumed: z.boolean(),
  },
  "connectionId",
);
export const syncEnded = auditEvent(
  "connection.syncEnded",
  {
    connectionId,
    syncId: idSchema("syn"),
    outcome: z.enum(syncOutcomes),
    reason: reason.nullable(),
    calls: count,
    read: count,
    failed: count,
  },
  "connectionId",
);
