import { sql } from "drizzle-orm";
import type { Transaction } from "#lib/db/database.ts";

/** Jobs that used up their attempts and wait for somebody to look. */
export async function countFailedJobs(tx: Transaction): Promise<number> {
  const { rows } = await tx.execute<{ failed: number }>(sql`select gate.failed_jobs() as failed`);
  return rows[0]?.failed ?? 0;
}
