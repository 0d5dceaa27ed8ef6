import { z } from "zod";
import { auditEvent } from "#lib/audit/event.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { obligationKinds, obligationReasons, obligationStates } from "./erasure.ts";

const count = z.int().min(0);
const erasureId = idSchema("era");

export const dataExported = auditEvent("privacy.dataExported", { rows: count, files: count, bytes: count });
export const erasureBegun = auditEvent(
  "privacy.erasureBegun",
  { erasureId, consents: count, connections: count, credentials: count },
  "erasureId",
);
/** One line of the ledger: what it is about is a connection, a bank access, or the erasure itself. */
export const obligationMet = auditEvent(
  "privacy.obligationMet",
  {
    erasureId,
    kind: z.enum(obligationKinds),
    about: z.union([erasureId, idSchema("cnx"), idSchema("crd")]),
    state: z.enum(obligationStates),
    reason: z.enum(obligationReasons),
    until: z.iso.datetime().nullable(),
  },
  "erasureId",
);
export const erasureCompleted = auditEvent("privacy.erasureCompleted", { erasureId }, "erasureId");
