import { z } from "zod";
import { defineJob } from "#lib/jobs/job.ts";

/** Finds the investors of whom a recipient may see something and has no summary. */
export const findUnsummarised = defineJob({
  name: "portfolio.find_unsummarised",
  scope: "installation",
  payload: z.strictObject({}),
  maxAttempts: 3,
  timeoutMs: 30_000,
  idempotencyKey: () => "unsummarised",
});
