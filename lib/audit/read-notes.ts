import type { Transaction } from "#lib/db/database.ts";
import { readCheckpointsOf, type StoredCheckpoint } from "./checkpoint-repository.ts";

/** The checkpoint that a pack ends with, and those of the named sizes before it, by their sizes. */
export async function readNotes(
  tx: Transaction,
  origin: string,
  last: StoredCheckpoint,
  heldSizes: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  const earlier = await readCheckpointsOf(tx, origin, heldSizes);
  const all = [...earlier.filter((one) => one.size < last.size), last];
  return new Map(all.map((one) => [one.size, one.note]));
}
