import { z } from "zod";
import { defineJob } from "#lib/jobs/job.ts";
import { idSchema } from "#lib/kernel/id.ts";

/** Sends a receipt to its holder. */
export const mailReceipt = defineJob({
  name: "receipt.mail",
  scope: "tenant",
  payload: z.strictObject({ tenantId: idSchema("ten"), receiptId: idSchema("rcp") }),
  maxAttempts: 10,
  timeoutMs: 20_000,
  idempotencyKey: (payload) => payload.receiptId,
});
