import { hash } from "node:crypto";
import { type Checkpoint, openCheckpoint } from "../../lib/audit/checkpoint.ts";
import { Frontier } from "../../lib/audit/frontier.ts";
import { hashBytes } from "../../lib/audit/merkle.ts";
import type { NoteKey } from "../../lib/audit/note.ts";
import { type PackManifest, packFormat } from "../../lib/audit/pack.ts";
import { eventIdIn, Finding, Unreadable } from "./finding.ts";
import { eachLine, eachLineOf } from "./lines.ts";

export interface PackSummary extends PackManifest {
  readonly entries: number;
  readonly checkpoints: number;
  readonly root: Buffer;
}

const code = (character: string) => character.charCodeAt(0);
const [anEntry, aHash, aCheckpoint, aHole] = ["{", "[", '"', "n"].map(code);

/** Checks the pack in a file. What is wrong with it is thrown as a `Finding`. */
export async function checkPack(
  path: string,
  keys: readonly NoteKey[],
  held: readonly Checkpoint[],
): Promise<PackSummary> {
  const check = new PackCheck(keys, held);
  return check.end(await eachLine(path, (buffer, start, end) => check.line(buffer, start, end)));
}

/** The same of a pack within another file. Each entry is handed on as it passes, before it is proven. */
export async function checkPackOf(
  pieces: AsyncIterable<Buffer>,
  { keys, held }: { readonly keys: readonly NoteKey[]; readonly held: readonly Checkpoint[] },
  onEntry: OnEntry,
): Promise<PackSummary> {
  const check = new PackCheck(keys, held, onEntry);
  return check.end(await eachLineOf(pieces, (buffer, start, end) => check.line(buffer, start, end)));
}

type OnEntry = (body: Buffer, leaf: Buffer) => void;

/**
 * Checks a pack line by line, in memory that does not grow with it: each entry against the hash that the log had of
 * it, the tree over all of them against every checkpoint of the pack and every one that the verifier holds.
 */
class PackCheck {
  readonly #keys: readonly NoteKey[];
  /** The verifier's own, by size. */
  readonly #held: Checkpoint[];
  readonly #onEntry: OnEntry | null;
  readonly #tree = new Frontier();
  #manifest: PackManifest | null = null;
  #expected = Buffer.alloc(0);
  #entries = 0;
  #checkpoints = 0;
  /** How far the last checkpoint reached that was right, and the first entry after it. */
  #provenSize = 0;
  #firstUnproven: { readonly index: number; readonly eventId: string | null } | null = null;

  constructor(keys: readonly NoteKey[], held: readonly Checkpoint[], onEntry: OnEntry | null = null) {
    this.#keys = keys;
    this.#onEntry = onEntry;
    this.#held = held.filter(({ size }) => size > 0).sort((a, b) => a.size - b.size);
  }

  line(buffer: Buffer, start: number, end: number): void {
    const first = buffer[start];
    if (!this.#manifest) this.#begin(buffer.toString("utf8", start, end));
    else if (first === anEntry) this.#entry(buffer, start, end);
    else if (first === aHash) this.#hashes(buffer.toString("utf8", start, end));
    else if (first === aCheckpoint) this.#checkpoint(buffer.toString("utf8", start, end));
    else throw this.#wrong(first === aHole ? "the entry is missing" : "a line is none of a pack");
  }

  /** What the pack shows, once its last line was read. */
  end(isWhole: boolean): PackSummary {
    const manifest = this.#manifest;
    if (!manifest) throw new Unreadable("the file is empty");
    const { size } = this.#tree;
    if (!isWhole) throw this.#wrong("the pack breaks off within a line");
    if (this.#expected.length > 0) throw this.#wrong("entries are missing at the end");
    if (size !== manifest.size) throw this.#wrong(`the pack ends after ${size} entries of ${manifest.size}`);
    if (this.#provenSize !== size || this.#checkpoints === 0)
      throw this.#wrong("the last entries have no checkpoint");
    const [later] = this.#held;
    if (later) throw this.#wrong(`the log ends before the checkpoint of ${later.size} entries that you hold`);
    return { ...manifest, entries: this.#entries, checkpoints: this.#checkpoints, root: this.#tree.root() };
  }

  #begin(line: string): void {
    const manifest = parse(line) as Partial<PackManifest> | null;
    const isOne =
      manifest?.format === packFormat &&
      typeof manifest.origin === "string" &&
      Number.isSafeInteger(manifest.size) &&
      (manifest.tenantId === null || typeof manifest.tenantId === "string");
    if (!isOne) throw new Unreadable(`this is no ${packFormat}`);
    this.#manifest = manifest as PackManifest;
    const { origin } = this.#manifest;
    if (!this.#keys.some(({ name }) => name === origin)) {
      throw new Unreadable(`the pack is of the log ${origin}, of which you gave no key`);
    }
  }

  #entry(buffer: Buffer, start: number, end: number): void {
    // RFC 9162, 2.1.1: a leaf's input is a zero byte and the entry; the byte before a line is free for it.
    buffer[start - 1] = 0;
    const leaf = hash("sha256", buffer.subarray(start - 1, end), "buffer");
    const body = buffer.subarray(start, end);
    if (this.#expected.length > 0) {
      if (leaf.compare(this.#expected, 0, hashBytes) !== 0) {
        throw this.#wrong("the entry is not the one that was logged", eventIdIn(body));
      }
      this.#expected = this.#expected.subarray(hashBytes);
    }
    this.#firstUnproven ??= { index: this.#tree.size, eventId: eventIdIn(body) };
    const { tenantId } = this.#manifest as PackManifest;
    if (
      tenantId !== null &&
      (parse(body.toString("utf8")) as { tenantId?: unknown } | null)?.tenantId !== tenantId
    ) {
      throw this.#wrong("the entry is another firm's", eventIdIn(body));
    }
    this.#entries += 1;
    this.#onEntry?.(body, leaf);
    this.#grow(leaf, 0);
  }

  #hashes(line: string): void {
    const [first, second, ...more] = (parse(line) ?? []) as readonly unknown[];
    if (first === "unlogged" && typeof second === "string") {
      throw new Finding("an event stands in the database that was never logged", { eventId: second });
    }
    if (more.length === 0 && second === undefined && typeof first === "string") {
      const hashes = fromBase64(first);
      if (this.#expected.length > 0 || !hashes || hashes.length % hashBytes !== 0) {
        throw this.#wrong("the hashes of entries are not in their place");
      }
      this.#expected = hashes;
      return;
    }
    const subtree = typeof second === "string" ? fromBase64(second) : null;
    const height = Number.isInteger(first) ? (first as number) : -1;
    if (more.length > 0 || subtree?.length !== hashBytes || height < 0 || height > 52) {
      throw this.#wrong("a line of hashes is none");
    }
    if (this.#manifest?.tenantId === null) throw this.#wrong("the whole log has an entry that is not shown");
    if (this.#tree.size % 2 ** height !== 0) throw this.#wrong("a subtree is not where one can be");
    this.#grow(subtree, height);
  }

  #grow(hashOf: Buffer, height: number): void {
    this.#tree.append(hashOf, height);
    while (this.#held[0] && this.#held[0].size <= this.#tree.size)
      this.#compareHeld(this.#held.shift() as Checkpoint);
  }

  #compareHeld({ size, root }: Checkpoint): void {
    if (size !== this.#tree.size) {
      throw this.#wrong(
        `the pack cannot show whether it continues the checkpoint of ${size} entries that you hold`,
      );
    }
    if (!this.#tree.root().equals(root)) {
      throw this.#unproven(`the log is not the one of the checkpoint of ${size} entries that you hold`);
    }
    this.#proven(size);
  }

  #checkpoint(line: string): void {
    const note = parse(line);
    const { origin } = this.#manifest as PackManifest;
    const checkpoint = typeof note === "string" ? openCheckpoint(note, this.#keys) : null;
    if (checkpoint?.origin !== origin) throw this.#wrong("a checkpoint is not signed by a key that you gave");
    if (checkpoint.size !== this.#tree.size)
      throw this.#wrong(`the checkpoint is of ${checkpoint.size} entries`);
    if (!checkpoint.root.equals(this.#tree.root()))
      throw this.#unproven("the entries are not those of the checkpoint");
    this.#checkpoints += 1;
    this.#proven(checkpoint.size);
  }

  #proven(size: number): void {
    this.#provenSize = size;
    this.#firstUnproven = null;
  }

  /** Wrong at the next entry. */
  #wrong(sentence: string, eventId: string | null = null): Finding {
    return new Finding(sentence, { index: this.#tree.size, eventId });
  }

  /** Wrong somewhere after the last checkpoint that was right. */
  #unproven(sentence: string): Finding {
    const last = this.#tree.size - 1;
    const range = this.#provenSize === last ? "" : ` (one of the entries ${this.#provenSize} to ${last})`;
    return new Finding(sentence + range, { index: this.#provenSize, ...this.#firstUnproven });
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

/** Only what is written as it would be written: a second spelling of the same bytes would be a change unfound. */
function fromBase64(text: string): Buffer<ArrayBuffer> | null {
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64") === text ? bytes : null;
}
