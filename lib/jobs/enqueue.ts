import { sql } from "drizzle-orm";
import type { Transaction } from "#lib/db/database.ts";
import type { Job } from "./job.ts";

/**
 * Starts a job if and when this transaction commits. The database checks that the transaction's role
 * may start this kind, and that a tenant's job is of the transaction's own tenant.
 */
export async function enqueue<Payload extends object>(
  tx: Transaction,
  job: Job<Payload>,
  payload: Payload,
): Promise<void> {
  const parsed = job.payload.parse(payload);
  await tx.execute(sql`select gate.enqueue(${job.name}, ${JSON.stringify(parsed)}::jsonb,
    ${job.idempotencyKey(parsed)}, ${job.maxAttempts})`);
}
