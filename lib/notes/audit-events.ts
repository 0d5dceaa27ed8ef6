import { auditEvent } from "#lib/audit/event.ts";
import { idSchema } from "#lib/kernel/id.ts";

const about = { noteId: idSchema("nte"), investorId: idSchema("per") };

export const noteWritten = auditEvent("note.written", about, "investorId");
export const noteChanged = auditEvent("note.changed", about, "investorId");
export const noteRemoved = auditEvent("note.removed", about, "investorId");
