import { hashBytes } from "./merkle.ts";
import { type NoteKey, openNote } from "./note.ts";

/** What the log signs: its name, how many entries it has, and the root of their tree (c2sp.org/tlog-checkpoint). */
export interface Checkpoint {
  /** The log's name, such as `consent.example.com/audit`. */
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
}

export function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${root.toString("base64")}\n`;
}

/** Reads the text of a checkpoint, signed or not; extension lines are not ours and make it unreadable. */
export function parseCheckpointText(text: string): Checkpoint | null {
  const [, origin = "", size = "", root = ""] =
    /^([^\n]+)\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/]{43}=)\n$/u.exec(text) ?? [];
  const bytes = Buffer.from(root, "base64");
  if (origin === "" || bytes.length !== hashBytes || bytes.toString("base64") !== root) return null;
  return Number.isSafeInteger(Number(size)) ? { origin, size: Number(size), root: bytes } : null;
}

/** The checkpoint of a note that one of the keys signed for the log of that key's name, or `null`. */
export function openCheckpoint(note: string, keys: readonly NoteKey[]): Checkpoint | null {
  const text = openNote(note, keys);
  const checkpoint = text === null ? null : parseCheckpointText(text);
  return checkpoint && keys.some(({ name }) => name === checkpoint.origin) ? checkpoint : null;
}

/** What a note says, whoever signed it. For what is compared with our own log and not believed. */
export function readUnverified(note: string): Checkpoint | null {
  const split = note.lastIndexOf("\n\n");
  return split < 0 ? null : parseCheckpointText(note.slice(0, split + 1));
}

const noteSignature = "— ";

/** Notes one after the other, as text of a file has them. What was cut off at the end is left out. */
export function splitNotes(text: string): readonly string[] {
  const notes: string[] = [];
  let current: string[] = [];
  const complete = () => {
    if (current.some((line) => line.startsWith(noteSignature))) notes.push(`${current.join("\n")}\n`);
    current = [];
  };
  for (const line of text
    .slice(0, text.lastIndexOf("\n") + 1)
    .split("\n")
    .slice(0, -1)) {
    const ended = current.at(-1)?.startsWith(noteSignature) ?? false;
    if (ended && !line.startsWith(noteSignature)) complete();
    current.push(line);
  }
  complete();
  return notes;
}
