import { z } from "zod";
import { defineJob } from "#lib/jobs/job.ts";

/** Looks at every version of every configured key, as the KMS shows them. */
export const takeKeyInventory = defineJob({
  name: "installation.take_key_inventory",
  scope: "installation",
  payload: z.strictObject({}),
  maxAttempts: 3,
  timeoutMs: 120_000,
  idempotencyKey: () => "inventory",
});
