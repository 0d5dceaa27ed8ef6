import { z } from "zod";
import { auditEvent } from "#lib/audit/event.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { contactFields } from "./firm-contacts.ts";
import { brandFields, mostRetentionDays } from "./firm-settings.ts";

/** Which facts became others; what they say is the firm's to publish and not the log's to keep. */
export const contactsChanged = auditEvent("firm.contactsChanged", {
  fields: z.array(z.enum(contactFields)).min(1),
});

/** What of the firm's look became another; what it is now stands on every page. */
export const brandChanged = auditEvent("firm.brandChanged", { fields: z.array(z.enum(brandFields)).min(1) });

const days = z.int().min(0).max(mostRetentionDays);
export const retentionChanged = auditEvent("firm.retentionChanged", { fromDays: days, toDays: days });

const receiptId = idSchema("rcp");
export const receiptMailed = auditEvent("receipt.mailed", { receiptId }, "receiptId");
