import { gt, lt, sql, sum } from "drizzle-orm";
import type { Transaction } from "#lib/db/database.ts";
import type { HealthCount } from "./health.ts";
import { institutionHealth } from "./health-schema.ts";

/** Adds to what is counted already. All workers add in one order, so that none waits for another in a circle. */
export async function addHealth(tx: Transaction, counts: readonly HealthCount[]): Promise<void> {
  const { bucket, institutionId, product, outcome, speed, calls } = institutionHealth;
  await tx
    .insert(institutionHealth)
    .values([...counts])
    .onConflictDoUpdate({
      target: [bucket, institutionId, product, outcome, speed],
      set: { calls: sql`${calls} + excluded.calls` },
    });
}

export async function readHealth(tx: Transaction, after: Date): Promise<readonly HealthCount[]> {
  return tx.select().from(institutionHealth).where(gt(institutionHealth.bucket, after));
}

/** The same summed up by what it was for and how it went, whatever time it took. */
export async function sumHealth(
  tx: Transaction,
  after: Date,
): Promise<readonly Pick<HealthCount, "institutionId" | "product" | "outcome" | "calls">[]> {
  const { institutionId, product, outcome, calls } = institutionHealth;
  return tx
    .select({ institutionId, product, outcome, calls: sum(calls).mapWith(Number) })
    .from(institutionHealth)
    .where(gt(institutionHealth.bucket, after))
    .groupBy(institutionId, product, outcome);
}

export async function forgetHealth(tx: Transaction, before: Date): Promise<void> {
  await tx.delete(institutionHealth).where(lt(institutionHealth.bucket, before));
}
