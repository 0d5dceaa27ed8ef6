import { z } from "zod";
import { auditEvent } from "#lib/audit/event.ts";
import { keyStates } from "./view.ts";

const keyVersion = z.string().max(400);

/** NIST SP 800-57 Part 1 Rev. 5, section 7: the transition between two states of a key is recorded. */
export const keyStateChanged = auditEvent(
  "installation.keyStateChanged",
  { keyVersion, before: z.enum(keyStates).nullable(), after: z.enum(keyStates) },
  "keyVersion",
);
