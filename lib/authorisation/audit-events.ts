import { z } from "zod";
import { methodKinds } from "#lib/aspsp/dialog.ts";
import { auditEvent } from "#lib/audit/event.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { authorisationFailures } from "./authorisation.ts";
import { questionKinds } from "./question.ts";

const authorisationId = idSchema("aut");

export const authorisationBegun = auditEvent(
  "authorisation.begun",
  { authorisationId, connectionId: idSchema("cnx") },
  "authorisationId",
);

/** What the bank asked by its kind; nothing of its text, and nothing of the answer. */
export const authorisationAsked = auditEvent(
  "authorisation.asked",
  {
    authorisationId,
    step: z.int().min(1),
    question: z.enum(questionKinds),
    method: z.enum(methodKinds).nullable(),
  },
  "authorisationId",
);

export const authorisationEnded = auditEvent(
  "authorisation.ended",
  {
    authorisationId,
    status: z.enum(["finalised", "exempted", "failed"]),
    reason: z.enum(authorisationFailures).nullable(),
    steps: z.int().min(0),
  },
  "authorisationId",
);
