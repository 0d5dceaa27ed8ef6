import type { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { RecipientId } from "./context.ts";
import { openSealed, type Summary } from "./open-summaries.ts";
import type { RecordKeys } from "./record-keys.ts";
import { readSummaries } from "./repository.ts";

export interface NotedSummaries<Beside> {
  readonly recipientIds: readonly RecipientId[];
  readonly beside: Beside;
}

/**
 * Reads a recipient's summaries in the transaction in which `note` writes down those that were not noted before; of the
 * others the database shows it nothing. `open` opens them, after the commit.
 */
export async function receiveSummaries<Content, Beside>(
  ctx: Context,
  keys: RecordKeys,
  content: z.ZodType<Content>,
  note: (tx: Transaction) => Promise<NotedSummaries<Beside>>,
): Promise<{ readonly open: () => Promise<readonly Summary<Content>[]>; readonly beside: Beside }> {
  requirePermission(ctx, "records.receive");
  const { sealed, beside } = await inTransaction(ctx, async (tx) => {
    const noted = await note(tx);
    return { ...noted, sealed: await readSummaries(tx, noted.recipientIds) };
  });
  return { open: () => openSealed(ctx, keys, content, sealed), beside };
}
