import { z } from "zod";
import { defineJob } from "#lib/jobs/job.ts";
import { idSchema } from "#lib/kernel/id.ts";

/** Finds dialogs whose worker is gone, and forgets whose address it was where nobody needs it any more. */
export const sweepAuthorisations = defineJob({
  name: "authorisation.sweep",
  scope: "installation",
  payload: z.strictObject({}),
  maxAttempts: 1,
  timeoutMs: 15_000,
  idempotencyKey: () => "sweep",
});

/** Ends one of them, if its worker is still gone. */
export const endInterrupted = defineJob({
  name: "authorisation.end_interrupted",
  scope: "tenant",
  payload: z.strictObject({ tenantId: idSchema("ten"), authorisationId: idSchema("aut") }),
  maxAttempts: 25,
  timeoutMs: 15_000,
  idempotencyKey: ({ authorisationId }) => authorisationId,
});
