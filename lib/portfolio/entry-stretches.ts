import type { Chunk } from "#lib/records/chunk.ts";
import type { ToldEntry } from "./entries-table.ts";
import { toEntries } from "./to-entries.ts";

type Day = string;

/** The first day of a day's quarter of the year. What is kept of a month is never in two of them. */
export function quarterOf(day: Day): Day {
  const month = Number(day.slice(5, 7));
  return `${day.slice(0, 5)}${String(month - ((month - 1) % 3)).padStart(2, "0")}-01`;
}

export function quarterBefore(quarter: Day): Day {
  const at = new Date(`${quarter}T00:00:00Z`);
  at.setUTCMonth(at.getUTCMonth() - 3);
  return at.toISOString().slice(0, 10);
}

/** The transactions of these chunks, the newest first; what is pending stands before them, as on the pages. */
export function entriesIn(chunks: readonly Chunk[]): readonly ToldEntry[] {
  const placed = chunks.flatMap((chunk) =>
    toEntries(chunk).map((entry) => ({ entry, asOf: chunk.asOf, day: entry.day ?? chunk.from })),
  );
  return placed.sort(newestFirst);
}

interface Placed extends ToldEntry {
  readonly day: Day;
}

function newestFirst(one: Placed, other: Placed): number {
  const pending = Number(other.entry.isPending) - Number(one.entry.isPending);
  if (pending !== 0) return pending;
  if (one.day !== other.day) return one.day < other.day ? 1 : -1;
  return one.entry.key < other.entry.key ? -1 : 1;
}
