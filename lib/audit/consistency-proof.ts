import { type Checkpoint, openCheckpoint } from "./checkpoint.ts";
import { hashBytes, provesConsistency } from "./merkle.ts";
import type { NoteKey } from "./note.ts";

/** That the log of a signed checkpoint continues the one that had `held` entries. */
export interface ConsistencyProof {
  readonly held: number;
  readonly path: readonly Buffer[];
  /** The later signed checkpoint, to the byte. */
  readonly note: string;
}

/** RFC 9162, 2.1.4.1: two hashes a level at the most. */
const longestPath = 106;

/** As text, in the form in which a witness is asked to add a checkpoint (c2sp.org/tlog-witness). */
export function formatConsistency({ held, path, note }: ConsistencyProof): string {
  return `${[`old ${held}`, ...path.map((step) => step.toString("base64")), ""].join("\n")}\n${note}`;
}

export function parseConsistency(text: string): ConsistencyProof | null {
  const split = text.indexOf("\n\n");
  const [first = "", ...steps] = text.slice(0, split).split("\n");
  const [, held = ""] = /^old (0|[1-9]\d{0,15})$/.exec(first) ?? [];
  if (split < 0 || held === "" || steps.length > longestPath) return null;
  const path = steps.map((step) => Buffer.from(step, "base64"));
  const isClean = path.every(
    (bytes, at) => bytes.length === hashBytes && bytes.toString("base64") === steps[at],
  );
  return isClean ? { held: Number(held), path, note: text.slice(split + 2) } : null;
}

/** The later checkpoint, if the proof shows that it continues the one that whoever checks holds; else `null`. */
export function openConsistency(text: string, held: Checkpoint, keys: readonly NoteKey[]): Checkpoint | null {
  const proof = parseConsistency(text);
  const later = proof && openCheckpoint(proof.note, keys);
  if (!later || proof.held !== held.size || later.origin !== held.origin) return null;
  const { size, root } = later;
  const shown = { held: held.size, heldRoot: held.root, size, root, path: proof.path };
  return provesConsistency(shown) ? later : null;
}
