import type { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import type { RecipientId } from "./context.ts";
import { tenantOf } from "./open-records.ts";
import { openSummaries, type Summary } from "./open-summaries.ts";
import type { RecordKeys } from "./record-keys.ts";
import { readSummaries } from "./repository.ts";

export interface NotedSummaries<Beside> {
  readonly recipientIds: readonly RecipientId[];
  /** Everybody of whom there may be one among them. */
  readonly investorIds: readonly PersonId[];
  readonly beside: Beside;
}

/**
 * Reads a recipient's summaries in the transaction in which `note` writes down those that were not noted before; of the
 * others the database shows it nothing. `open` opens them, after the commit. What they are opened by is asked of the
 * other database meanwhile.
 */
export async function receiveSummaries<Content, Beside>(
  ctx: Context,
  keys: RecordKeys,
  content: z.ZodType<Content>,
  note: (tx: Transaction) => Promise<NotedSummaries<Beside>>,
): Promise<{ readonly open: () => Promise<readonly Summary<Content>[]>; readonly beside: Beside }> {
  requirePermission(ctx, "records.receive");
  const { beside, ...read } = await inTransaction(ctx, async (tx) => {
    const { recipientIds, investorIds, beside } = await note(tx);
    const secrets = keys.bookSecrets(tenantOf(ctx), investorIds);
    // Whoever opens them is told of a failure; where there is nothing to open, or this fails, nobody needs them.
    secrets.catch(() => {});
    return { beside, secrets, sealed: await readSummaries(tx, recipientIds) };
  });
  return { open: () => openSummaries(ctx, keys, content, read), beside };
}
