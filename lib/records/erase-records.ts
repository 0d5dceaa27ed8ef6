import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import type { RecordKeys } from "./record-keys.ts";
import { eraseChunks } from "./repository.ts";

export interface ErasedRecords {
  readonly chunks: number;
  readonly summaries: number;
}

/**
 * Destroys an investor's key, then what it sealed. When this returns there is nothing left to open, nothing of this
 * person can be stored again, and copies of the rows elsewhere are noise. Killed at any step it is run again. What
 * `witness` writes, such as the event, is committed with the deletion.
 */
export async function eraseRecords(
  ctx: Context,
  keys: RecordKeys,
  investorId: PersonId,
  witness: (tx: Transaction, erased: ErasedRecords) => Promise<void>,
): Promise<ErasedRecords> {
  requirePermission(ctx, "records.erase");
  const { actor } = ctx;
  if (actor.type !== "job") throw new AppError("auth.forbidden");
  const at = ctx.clock.now();

  await keys.erase(actor.tenantId, investorId, at);
  return inTransaction(ctx, async (tx) => {
    const erased = await eraseChunks(tx, actor.tenantId, investorId, at);
    await witness(tx, erased);
    return erased;
  });
}
