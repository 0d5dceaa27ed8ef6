import { sql } from "drizzle-orm";
import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { EventId } from "#lib/kernel/id.ts";
import { readLatestCheckpoint } from "./checkpoint-repository.ts";
import { formatProof } from "./inclusion-proof.ts";
import { inclusionRuns } from "./merkle.ts";
import { readRunHashes } from "./tile-repository.ts";

export interface EventProof {
  readonly eventId: EventId;
  readonly index: number;
  readonly leafHash: Buffer;
  /** A c2sp.org/tlog-proof: the path and the signed checkpoint that covers the entry. */
  readonly proof: string;
}

/**
 * That an event of the own firm is in the log, under the last signed checkpoint. Refused as not found until the
 * event has its place and a checkpoint covers it, which takes a second or two.
 */
export async function readInclusionProof(
  ctx: Context,
  origin: string,
  eventId: EventId,
): Promise<EventProof> {
  requirePermission(ctx, "audit.readProof");
  return inTransaction(ctx, async (tx) => {
    const { rows } = await tx.execute<{ index: string; hash: Buffer }>(
      sql`select leaf_index as index, leaf_hash as hash from gate.audit_leaf(${eventId})`,
    );
    const index = Number(rows[0]?.index);
    const latest = await readLatestCheckpoint(tx, origin);
    if (!rows[0] || !latest || index >= latest.size) throw new AppError("audit.proof_not_found", { eventId });
    const path = await readRunHashes(tx, inclusionRuns(index, latest.size));
    return { eventId, index, leafHash: rows[0].hash, proof: formatProof({ index, path, note: latest.note }) };
  });
}
