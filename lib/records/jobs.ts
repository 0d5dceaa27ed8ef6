import { z } from "zod";
import { defineJob } from "#lib/jobs/job.ts";
import { idSchema } from "#lib/kernel/id.ts";

/** Wraps an investor's key, or without one the firm's book key, anew under the KMS key's present version. */
export const rewrapKey = defineJob({
  name: "records.rewrap_key",
  scope: "tenant",
  payload: z.strictObject({ tenantId: idSchema("ten"), investorId: idSchema("per").nullable() }),
  maxAttempts: 25,
  timeoutMs: 30_000,
  idempotencyKey: ({ investorId }) => investorId ?? "book",
});
