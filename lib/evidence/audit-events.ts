import { z } from "zod";
import { auditEvent } from "#lib/audit/event.ts";

const day = z.iso.date().nullable();
const about = {
  what: z.enum(["consent", "investor", "credential", "period"]),
  subjectId: z.string().max(60).nullable(),
  from: day,
  to: day,
};

/** Somebody asked for a pack and was let: nothing of it is handed out before this is in the log. */
export const evidencePackBegun = auditEvent(
  "audit.evidencePackBegun",
  { ...about, entries: z.int() },
  "subjectId",
);

/** What left, to the byte: the hash is of the manifest, which has the hashes of everything else. */
export const evidencePackMade = auditEvent(
  "audit.evidencePackMade",
  { ...about, entries: z.int(), files: z.int(), bytes: z.int(), manifestSha256: z.string().length(64) },
  "subjectId",
);
