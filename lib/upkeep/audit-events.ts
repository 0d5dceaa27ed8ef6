import { z } from "zod";
import { auditEvent } from "#lib/audit/event.ts";
import { upkeepPeriods } from "./view.ts";

const institutionId = z.string().max(63);

/** Which words investors were shown is known by their hash: of the four texts in the order of the languages, one a line. */
export const bannerSet = auditEvent(
  "institution.bannerSet",
  { institutionId, until: z.iso.datetime(), sha256: z.string().length(64) },
  "institutionId",
);
export const bannerWithdrawn = auditEvent("institution.bannerWithdrawn", { institutionId }, "institutionId");
/** How every bank does left as a file: counted over which time, and of how many banks. */
export const institutionListExported = auditEvent("institution.listExported", {
  period: z.enum(upkeepPeriods),
  count: z.int().min(0),
});
