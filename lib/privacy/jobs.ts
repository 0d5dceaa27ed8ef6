import { z } from "zod";
import { defineJob } from "#lib/jobs/job.ts";
import { idSchema } from "#lib/kernel/id.ts";

/** Goes through the ledger of one erasure and meets what can be met. */
export const eraseInvestor = defineJob({
  name: "privacy.erase",
  scope: "tenant",
  payload: z.strictObject({ tenantId: idSchema("ten"), erasureId: idSchema("era") }),
  maxAttempts: 5,
  timeoutMs: 120_000,
  idempotencyKey: ({ erasureId }) => erasureId,
});

/** Finds the erasures in whose ledger something can be met. */
export const findErasures = defineJob({
  name: "privacy.find_erasures",
  scope: "installation",
  payload: z.strictObject({}),
  maxAttempts: 3,
  timeoutMs: 30_000,
  idempotencyKey: () => "erasures",
});
