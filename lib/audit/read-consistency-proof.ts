import type { Context } from "#lib/access/context.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { readLatestCheckpoint } from "./checkpoint-repository.ts";
import { formatConsistency } from "./consistency-proof.ts";
import { consistencyRuns } from "./merkle.ts";
import { readRunHashes } from "./tile-repository.ts";

/**
 * That the last checkpoint continues the one of `held` entries, for anybody who kept that one: hashes tell nothing
 * of what they are of.
 */
export async function readConsistencyProof(ctx: Context, origin: string, held: number): Promise<string> {
  return inTransaction(ctx, async (tx) => {
    const latest = await readLatestCheckpoint(tx, origin);
    if (!latest || held < 1 || held > latest.size) throw new AppError("audit.checkpoint_not_found");
    const path = await readRunHashes(tx, consistencyRuns(held, latest.size));
    return formatConsistency({ held, path, note: latest.note });
  });
}
