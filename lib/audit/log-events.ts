import { z } from "zod";
import { auditEvent } from "./event.ts";

/** A firm's entries left the system as a pack. Whoever reads the trail leaves one too. */
export const evidenceExported = auditEvent("audit.evidenceExported", { size: z.int() });

/** The whole log left the system, by the operator's command. */
export const logExported = auditEvent("audit.logExported", { size: z.int() });

/** Whose page of the console somebody of the firm's staff or of the operator opened: reading it is an act too. */
export const lookedAtKinds = [
  "consent",
  "credential",
  "investor",
  "event",
  "institution",
  "person",
  "act",
] as const;
export const staffLooked = auditEvent(
  "console.opened",
  { what: z.enum(lookedAtKinds), id: z.string().max(120) },
  "id",
);

/**
 * Somebody looked for entries in the log: by which filters, and which identifiers were asked for. `rows` is how many
 * were shown, from which "who looked for this investor's trail" can be answered too.
 */
export const logSearched = auditEvent("audit.searched", {
  filters: z.array(z.string().max(20)).readonly(),
  ids: z.array(z.string().max(120)).readonly(),
  rows: z.int(),
});

/** The same of entries that left as a file. */
export const searchExported = auditEvent("audit.searchExported", {
  filters: z.array(z.string().max(20)).readonly(),
  ids: z.array(z.string().max(120)).readonly(),
});

/** Somebody began to follow what is added to the log. */
export const logWatched = auditEvent("audit.watched", {
  filters: z.array(z.string().max(20)).readonly(),
  ids: z.array(z.string().max(120)).readonly(),
});

/** A search was kept under a name, or is kept no longer. The name is the person's own text and is not said. */
export const searchSaved = auditEvent(
  "audit.searchSaved",
  { searchId: z.string().max(60), filters: z.array(z.string().max(20)).readonly() },
  "searchId",
);
export const searchRemoved = auditEvent("audit.searchRemoved", { searchId: z.string().max(60) }, "searchId");

/** The log's own check of itself found what must not be, or finds it no longer. */
export const logCheckFailed = auditEvent("audit.checkFailed", { fault: z.string().max(60), at: z.int() });
export const logCheckRecovered = auditEvent("audit.checkRecovered", { size: z.int() });
