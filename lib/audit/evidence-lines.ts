import type { Context } from "#lib/access/context.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { TenantId } from "#lib/kernel/id.ts";
import type { StoredEntry } from "./entry-repository.ts";
import { completeSubtrees, type Run } from "./merkle.ts";
import { checkpointLine, entryLine, leafHashesLine, manifestLine, subtreeLine } from "./pack.ts";
import { readRunHashes } from "./tile-repository.ts";

const groupSize = 256;

export interface EvidenceShown {
  readonly origin: string;
  /** Whose entries are shown. */
  readonly tenantId: TenantId;
  /** How many entries the log has under the pack's last checkpoint. */
  readonly size: number;
  /** Checkpoints by their sizes, the last of which is of `size`. */
  readonly notes: ReadonlyMap<number, string>;
  /** Sizes at which the pack can be compared with a checkpoint, beside the last. */
  readonly cuts: readonly number[];
  /** The first so many of the shown entries within a run, in order. */
  readonly readEntries: (tx: Transaction, run: Run, count: number) => Promise<readonly StoredEntry[]>;
}

export interface EvidenceLines {
  readonly text: string;
  /** The entries that are among these lines. */
  readonly entries: readonly StoredEntry[];
}

/** A pack that shows some entries, each in its place, and of all the others nothing but hashes. */
export async function* evidenceLines(ctx: Context, shown: EvidenceShown): AsyncGenerator<EvidenceLines> {
  const { origin, tenantId, size } = shown;
  const cuts = [...new Set([...shown.cuts.filter((cut) => cut < size), size])].sort((a, b) => a - b);
  yield { text: manifestLine({ origin, size, tenantId }), entries: [] };
  for (let from = 0; from < size; ) {
    const { to, ...lines } = await inTransaction(ctx, (tx) =>
      readGroup(tx, { ...shown, cuts }, { from, to: size }),
    );
    yield lines;
    from = to;
  }
}

/** The next entries and the subtrees between them, up to the last of these entries or the log's end. */
async function readGroup(
  tx: Transaction,
  { readEntries, cuts, notes }: EvidenceShown,
  rest: Run,
): Promise<EvidenceLines & { readonly to: number }> {
  const entries = await readEntries(tx, rest, groupSize);
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
  return {
    to,
    text: leafHashesOf(entries) + items.map((item) => item.line + noteAt(item.to)).join(""),
    entries,
  };

  function noteAt(end: number): string {
    const note = notes.get(end);
    return note === undefined ? "" : checkpointLine(note);
  }
}

const leafHashesOf = (entries: readonly StoredEntry[]): string =>
  entries.length > 0 ? leafHashesLine(entries.map(({ leafHash }) => leafHash)) : "";

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
