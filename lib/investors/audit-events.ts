import { z } from "zod";
import { auditEvent } from "#lib/audit/event.ts";
import { narrowedIds } from "#lib/audit/narrowed.ts";

/** The list of investors left as a file: by which filters, whom they named, and how many rows it was to have when it began. */
export const investorListExported = auditEvent("investor.listExported", {
  filters: z.array(z.string().max(20)).readonly(),
  ids: narrowedIds,
  rows: z.int().min(0),
});
