import type { Context } from "#lib/access/context.ts";
import { requireFreshAuthentication, requirePerson } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { TenantId } from "#lib/kernel/id.ts";
import { appendAudit } from "./append.ts";
import { readCheckpointsOf, readLatestCheckpoint } from "./checkpoint-repository.ts";
import { readEntriesOf, type StoredEntry } from "./entry-repository.ts";
import { evidenceExported } from "./log-events.ts";
import { completeSubtrees, type Run } from "./merkle.ts";
import { checkpointLine, entryLine, leafHashesLine, manifestLine, subtreeLine } from "./pack.ts";
import { readRunHashes } from "./tile-repository.ts";

const groupSize = 256;

export interface ExportEvidence {
  readonly origin: string;
  /** Sizes of earlier checkpoints that whoever checks the pack holds, and wants to see continued. */
  readonly heldSizes?: readonly number[];
}

/**
 * The own firm's entries in the log up to its last checkpoint, each in its place, with hashes for what is others'.
 * It shows that these entries are in the log, unchanged and in this order; that the firm has no others, only the
 * whole log can show.
 */
export async function* exportEvidence(
  ctx: Context,
  { origin, heldSizes = [] }: ExportEvidence,
): AsyncGenerator<string> {
  const { tenantId } = requirePerson(ctx, "audit.exportEvidence");
  requireFreshAuthentication(ctx);
  const { size, notes } = await inTransaction(ctx, async (tx) => {
    const latest = await readLatestCheckpoint(tx, origin);
    if (!latest?.size) throw new AppError("audit.checkpoint_not_found");
    await appendAudit(tx, ctx, evidenceExported({ size: latest.size }));
    const earlier = await readCheckpointsOf(tx, origin, heldSizes);
    const all = [...earlier.filter((one) => one.size < latest.size), latest];
    return { size: latest.size, notes: new Map(all.map((one) => [one.size, one.note])) };
  });
  const cuts = [...new Set([...heldSizes.filter((held) => held < size), size])].sort((a, b) => a - b);

  yield manifestLine({ origin, size, tenantId });
  for (let from = 0; from < size; ) {
    const group = await inTransaction(ctx, (tx) => readGroup(tx, tenantId, { from, to: size }, cuts));
    yield group.lines(notes);
    from = group.to;
  }
}

interface Group {
  readonly to: number;
  readonly lines: (notes: ReadonlyMap<number, string>) => string;
}

/** The next entries of the firm and the subtrees between them, up to the last of these entries or the log's end. */
async function readGroup(
  tx: Transaction,
  tenantId: TenantId,
  rest: Run,
  cuts: readonly number[],
): Promise<Group> {
  const entries = await readEntriesOf(tx, tenantId, rest, groupSize);
  const last = entries.at(-1);
  const to = last && entries.length === groupSize ? last.index + 1 : rest.to;
  const subtrees = gaps({ from: rest.from, to }, entries).flatMap((gap) =>
    cutAt(gap, cuts).flatMap(completeSubtrees),
  );
  const hashes = await readRunHashes(tx, subtrees);
  const items = [
    ...entries.map((entry) => ({ from: entry.index, to: entry.index + 1, line: entryLine(entry.body) })),
    ...subtrees.map((run, at) => ({
      ...run,
      line: subtreeLine(Math.log2(run.to - run.from), hashes[at] as Buffer),
    })),
  ].sort((a, b) => a.from - b.from);
  const lines = (notes: ReadonlyMap<number, string>) => {
    const withNotes = items.map(({ to: end, line }) => {
      const note = notes.get(end);
      return note === undefined ? line : line + checkpointLine(note);
    });
    return (
      (entries.length > 0 ? leafHashesLine(entries.map(({ leafHash }) => leafHash)) : "") + withNotes.join("")
    );
  };
  return { to, lines };
}

/** What is between the entries, and before and after them. */
function gaps({ from, to }: Run, entries: readonly StoredEntry[]): readonly Run[] {
  const starts = [from, ...entries.map(({ index }) => index + 1)];
  const ends = [...entries.map(({ index }) => index), to];
  return starts
    .map((start, at) => ({ from: start, to: ends[at] as number }))
    .filter((run) => run.from < run.to);
}

/** A root can be taken only where no subtree reaches across. */
function cutAt({ from, to }: Run, cuts: readonly number[]): readonly Run[] {
  const inside = cuts.filter((cut) => cut > from && cut < to);
  return [from, ...inside].map((start, at) => ({ from: start, to: inside[at] ?? to }));
}
