import { z } from "zod";
import { defineJob } from "#lib/jobs/job.ts";

/** Takes away what was noted more than two years ago. */
export const purgeDisclosures = defineJob({
  name: "disclosures.purge",
  scope: "installation",
  payload: z.strictObject({}),
  maxAttempts: 3,
  timeoutMs: 60_000,
  idempotencyKey: () => "purge",
});
