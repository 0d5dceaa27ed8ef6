import { z } from "zod";
import { defineJob } from "#lib/jobs/job.ts";
import { idSchema } from "#lib/kernel/id.ts";

/** Mails one client what their advisor asks of them. */
export const sendAsk = defineJob({
  name: "asks.send",
  scope: "tenant",
  payload: z.strictObject({ tenantId: idSchema("ten"), askId: idSchema("ask") }),
  maxAttempts: 10,
  timeoutMs: 20_000,
  idempotencyKey: ({ askId }) => askId,
});
