import { z } from "zod";
import { defineJob } from "#lib/jobs/job.ts";

/** Looks whether newer reference rates were published, and takes them in. */
export const loadRates = defineJob({
  name: "rates.load",
  scope: "installation",
  payload: z.strictObject({}),
  maxAttempts: 5,
  timeoutMs: 180_000,
  idempotencyKey: () => "load",
});
