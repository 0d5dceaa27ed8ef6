import { z } from "zod";
import { auditEvent } from "#lib/audit/event.ts";

/** The list of investors left as a file: by which filters, and how many rows it was to have when it began. */
export const investorListExported = auditEvent("investor.listExported", {
  filters: z.array(z.string().max(20)).readonly(),
  rows: z.int().min(0),
});
