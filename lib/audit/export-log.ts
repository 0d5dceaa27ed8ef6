import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { appendAudit } from "./append.ts";
import {
  readCheckpointsBetween,
  readLatestCheckpoint,
  type StoredCheckpoint,
} from "./checkpoint-repository.ts";
import { readEntries, readUnlogged, type StoredEntry } from "./entry-repository.ts";
import { logExported } from "./log-events.ts";
import { allowLongStatement } from "./log-repository.ts";
import { hashBytes, type Run } from "./merkle.ts";
import { checkpointLine, entryLine, leafHashesLine, manifestLine, unloggedLine } from "./pack.ts";

/** Entries of which one line has the hashes, and after which there is one checkpoint at least if any was signed. */
const groupSize = 256;

export interface ExportLog {
  readonly origin: string;
  /** All that were signed, not one for each group of entries: it takes longer to check and says more exactly what is wrong. */
  readonly everyCheckpoint?: boolean;
}

/**
 * The whole installation's log up to its last checkpoint, as a pack. Lines come as they are read, so that it takes
 * no more memory however long it is. The event comes first: what is exported was asked for on the record.
 */
export async function* exportLog(
  ctx: Context,
  { origin, everyCheckpoint = false }: ExportLog,
): AsyncGenerator<string> {
  requirePermission(ctx, "audit.exportLog");
  const size = await inTransaction(ctx, async (tx) => {
    const latest = await readLatestCheckpoint(tx, origin);
    if (!latest?.size) throw new AppError("audit.checkpoint_not_found");
    await appendAudit(tx, ctx, logExported({ size: latest.size }));
    return latest.size;
  });
  yield manifestLine({ origin, size, tenantId: null });
  for (let from = 0; from < size; from += groupSize) {
    const run = { from, to: Math.min(from + groupSize, size) };
    const [entries, signed] = await inTransaction(ctx, async (tx) => [
      await readEntries(tx, run),
      await readCheckpointsBetween(tx, origin, run),
    ]);
    yield group(run, entries, everyCheckpoint ? signed : signed.slice(-1));
  }
  const unlogged = await inTransaction(ctx, async (tx) => {
    await allowLongStatement(tx);
    return readUnlogged(tx);
  });
  yield unlogged.map(unloggedLine).join("");
}

const unknownHash = Buffer.alloc(hashBytes);

function group(
  { from, to }: Run,
  entries: readonly StoredEntry[],
  signed: readonly StoredCheckpoint[],
): string {
  const byIndex = new Map(entries.map((entry) => [entry.index, entry]));
  const noteAfter = new Map(signed.map(({ size, note }) => [size, note]));
  const indexes = Array.from({ length: to - from }, (_, at) => from + at);
  const hashes = leafHashesLine(indexes.map((index) => byIndex.get(index)?.leafHash ?? unknownHash));
  const lines = indexes.map((index) => {
    const note = noteAfter.get(index + 1);
    return entryLine(byIndex.get(index)?.body ?? null) + (note === undefined ? "" : checkpointLine(note));
  });
  return hashes + lines.join("");
}
