import { z } from "zod";
import { auditEvent } from "#lib/audit/event.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { askKinds } from "./ask.ts";

export const askMade = auditEvent(
  "ask.made",
  {
    askId: idSchema("ask"),
    investorId: idSchema("per"),
    what: z.enum(askKinds),
    /** The consent, or the institution. */
    about: z.string().max(100),
  },
  "investorId",
);
export const askMailed = auditEvent(
  "ask.mailed",
  { askId: idSchema("ask"), investorId: idSchema("per") },
  "investorId",
);
