import { z } from "zod";
import { ownForm } from "#lib/kernel/id.ts";
import { auditEvent } from "./event.ts";

/**
 * Somebody asked for what they may not do or what is not there for them. `about` is the identifier that they tried, so that
 * it can be seen what somebody was after: of our own form only, never what else they may have typed.
 */
export const accessRefused = auditEvent("access.refused", {
  code: z.string().max(60),
  permission: z.string().max(60),
  about: z.string().regex(ownForm).nullable(),
});

/** Somebody was refused so often that what follows within the hour is not noted one by one. */
export const accessRefusedOften = auditEvent("access.refusedOften", { noted: z.int() });
