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

/**
 * Makes the summaries of one investor anew. What is in them is lib/portfolio's to say; it is declared here for those
 * under it that bring what changes them. Grants that change start it in the database (drizzle/data/0037_book.sql).
 */
export const summarise = defineJob({
  name: "portfolio.summarise",
  scope: "tenant",
  payload: z.strictObject({ tenantId: idSchema("ten"), investorId: idSchema("per") }),
  maxAttempts: 25,
  timeoutMs: 60_000,
  idempotencyKey: ({ investorId }) => investorId,
});
