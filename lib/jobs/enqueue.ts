import { type SQL, sql } from "drizzle-orm";
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
  await tx.execute(sql`select ${enqueueing(job, payload)}`);
}

/** The same for an act that writes more in the same round. */
export function enqueueing<Payload extends object>(job: Job<Payload>, payload: Payload): SQL {
  const parsed = job.payload.parse(payload);
  return sql`gate.enqueue(${job.name}, ${JSON.stringify(parsed)}::jsonb, ${job.idempotencyKey(parsed)},
    ${job.maxAttempts})`;
}
