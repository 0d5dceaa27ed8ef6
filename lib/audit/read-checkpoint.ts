import type { Context } from "#lib/access/context.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { readLatestCheckpoint } from "./checkpoint-repository.ts";

/** The last signed checkpoint, to the byte, for anybody: it tells how long the log is and what its root is. */
export async function readCheckpoint(ctx: Context, origin: string): Promise<string> {
  const latest = await inTransaction(ctx, (tx) => readLatestCheckpoint(tx, origin));
  if (!latest) throw new AppError("audit.checkpoint_not_found");
  return latest.note;
}
