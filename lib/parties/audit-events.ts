import { z } from "zod";
import { auditEvent } from "#lib/audit/event.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { contactFields } from "./firm-contacts.ts";

/** Which facts became others; what they say is the firm's to publish and not the log's to keep. */
export const contactsChanged = auditEvent("firm.contactsChanged", {
  fields: z.array(z.enum(contactFields)).min(1),
});

const receiptId = idSchema("rcp");
export const receiptMailed = auditEvent("receipt.mailed", { receiptId }, "receiptId");
