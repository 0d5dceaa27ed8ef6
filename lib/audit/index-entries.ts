import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import {
  type Findable,
  type IndexedEntry,
  insertTerms,
  readIndexable,
  readIndexState,
  saveIndexSize,
  takeIndexLock,
} from "./index-repository.ts";
import type { Run } from "./merkle.ts";
import { readRecorded, termsOf } from "./terms.ts";

/** So few that the transaction is over in some milliseconds: it is one more that the sequencer waits for. */
export const indexBatchSize = 128;

/**
 * Makes the next entries of the log findable, each once and without a gap. No act waits for it, and none pays for it.
 * `null` where another process is at it.
 */
export async function indexEntries(ctx: Context, limit = indexBatchSize): Promise<Run | null> {
  requirePermission(ctx, "audit.index");
  return inTransaction(ctx, async (tx) => {
    if (!(await takeIndexLock(tx))) return null;
    const { indexed, size } = await readIndexState(tx);
    const run = { from: indexed, to: Math.min(indexed + limit, size) };
    if (run.from >= run.to) return { from: indexed, to: indexed };
    await insertTerms(tx, (await readIndexable(tx, run)).flatMap(findable));
    await saveIndexSize(tx, run.to);
    return run;
  });
}

/** What was removed from the database has no terms; the log's check of itself says that it is missing. */
export function findable({ index, subjectId, body }: IndexedEntry): readonly Findable[] {
  if (body === null) return [];
  const entry = readRecorded(body);
  const { tenantId, occurredAt } = entry;
  return [{ tenantId, occurredAt, index, terms: termsOf(entry, subjectId) }];
}
