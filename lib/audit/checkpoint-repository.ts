import { and, asc, desc, eq, gt, inArray, lte, sql } from "drizzle-orm";
import type { Transaction } from "#lib/db/database.ts";
import { auditCheckpoints } from "./schema.ts";

export interface StoredCheckpoint {
  readonly size: number;
  readonly note: string;
}

const columns = { size: auditCheckpoints.size, note: auditCheckpoints.note };

/** One signer at a time. The lock takes no transaction id, and so holds back no sequencing while the KMS is asked. */
export async function takeSignerLock(tx: Transaction): Promise<boolean> {
  const { rows } = await tx.execute<{ taken: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtext('licet.audit.checkpoint')) as taken`,
  );
  return rows[0]?.taken ?? false;
}

export async function readLatestCheckpoint(
  tx: Transaction,
  origin: string,
): Promise<StoredCheckpoint | null> {
  const [row] = await tx
    .select(columns)
    .from(auditCheckpoints)
    .where(eq(auditCheckpoints.origin, origin))
    .orderBy(desc(auditCheckpoints.size))
    .limit(1);
  return row ?? null;
}

export async function insertCheckpoint(
  tx: Transaction,
  checkpoint: StoredCheckpoint & { readonly origin: string },
): Promise<void> {
  await tx.insert(auditCheckpoints).values(checkpoint);
}

/** Those that end after `from` entries and with `to` at the latest, in order. */
export async function readCheckpointsBetween(
  tx: Transaction,
  origin: string,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<readonly StoredCheckpoint[]> {
  return tx
    .select(columns)
    .from(auditCheckpoints)
    .where(
      and(
        eq(auditCheckpoints.origin, origin),
        gt(auditCheckpoints.size, from),
        lte(auditCheckpoints.size, to),
      ),
    )
    .orderBy(asc(auditCheckpoints.size));
}

export async function readCheckpointsOf(
  tx: Transaction,
  origin: string,
  sizes: readonly number[],
): Promise<readonly StoredCheckpoint[]> {
  if (sizes.length === 0) return [];
  return tx
    .select(columns)
    .from(auditCheckpoints)
    .where(and(eq(auditCheckpoints.origin, origin), inArray(auditCheckpoints.size, [...sizes])));
}
