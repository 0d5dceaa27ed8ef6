import { z } from "zod";
import { auditEvent } from "./event.ts";

/** Somebody asked for what they may not do. Every refusal of a known person leaves one. */
export const accessRefused = auditEvent("access.refused", {
  code: z.string().max(60),
  permission: z.string().max(60),
});
