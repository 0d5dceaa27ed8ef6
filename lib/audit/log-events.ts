import { z } from "zod";
import { auditEvent } from "./event.ts";

/** A firm's entries left the system as a pack. Whoever reads the trail leaves one too. */
export const evidenceExported = auditEvent("audit.evidenceExported", { size: z.int() });

/** The whole log left the system, by the operator's command. */
export const logExported = auditEvent("audit.logExported", { size: z.int() });
