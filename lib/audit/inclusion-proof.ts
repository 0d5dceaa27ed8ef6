import { type Checkpoint, openCheckpoint } from "./checkpoint.ts";
import { hashBytes, provesInclusion } from "./merkle.ts";
import type { NoteKey } from "./note.ts";

/** That an entry is in the log: where, the way to the root, and the signed checkpoint that has that root. */
export interface InclusionProof {
  readonly index: number;
  readonly path: readonly Buffer[];
  /** The signed checkpoint, to the byte. */
  readonly note: string;
}

const firstLine = "c2sp.org/tlog-proof@v1";
/** A log of 2^53 entries has no longer a path. */
const longestPath = 53;

/** As text that needs nothing else to be checked but the entry and the log's key (c2sp.org/tlog-proof). */
export function formatProof({ index, path, note }: InclusionProof): string {
  const lines = [firstLine, `index ${index}`, ...path.map((step) => step.toString("base64")), ""];
  return `${lines.join("\n")}\n${note}`;
}

export function parseProof(text: string): InclusionProof | null {
  const split = text.indexOf("\n\n");
  const [first, ...rest] = text.slice(0, split).split("\n");
  // The line is for others' use; ours have none, and nothing in it is believed.
  if (rest[0]?.startsWith("extra ")) rest.shift();
  const [position = "", ...steps] = rest;
  const [, index = ""] = /^index (0|[1-9]\d{0,15})$/.exec(position) ?? [];
  if (split < 0 || first !== firstLine || index === "" || steps.length > longestPath) return null;
  const path = steps.map((step) => Buffer.from(step, "base64"));
  const isClean = path.every(
    (bytes, at) => bytes.length === hashBytes && bytes.toString("base64") === steps[at],
  );
  return isClean ? { index: Number(index), path, note: text.slice(split + 2) } : null;
}

/**
 * The checkpoint under which the leaf is in the log, or `null` if the proof does not show it. The keys come from
 * whoever checks, never from the proof.
 */
export function openProof(text: string, leaf: Buffer, keys: readonly NoteKey[]): Checkpoint | null {
  const proof = parseProof(text);
  const checkpoint = proof && openCheckpoint(proof.note, keys);
  if (!proof || !checkpoint) return null;
  const { size, root } = checkpoint;
  return provesInclusion({ index: proof.index, size, leaf, path: proof.path, root }) ? checkpoint : null;
}
