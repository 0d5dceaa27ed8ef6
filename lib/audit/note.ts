import { createPublicKey, hash, type KeyObject, verify } from "node:crypto";

/*
 * Signed notes with Ed25519 keys, as c2sp.org/signed-note has them: a text, a blank line, and signature lines of
 * an em dash, the key's name and the base64 of key ID and signature.
 */

export interface NoteKey {
  readonly name: string;
  readonly id: Buffer;
  readonly key: KeyObject;
}

const ed25519Type = 1;
const keyBytes = 32;
const signatureBytes = 64;
/** SubjectPublicKeyInfo of an Ed25519 key up to the key itself (RFC 8410). */
const spkiPrefix = Buffer.from("302a300506032b6570032100", "hex");
const namePattern = /^[^\s+]{1,200}$/u;

/** A key under the name that its signatures carry. */
export function noteKey(name: string, publicKey: KeyObject): NoteKey {
  const der = publicKey.export({ type: "spki", format: "der" });
  const isEd25519 = publicKey.asymmetricKeyType === "ed25519" && der.length === spkiPrefix.length + keyBytes;
  if (!isEd25519 || !namePattern.test(name)) throw new TypeError("not an Ed25519 key with a usable name");
  return { name, id: keyId(name, der.subarray(-keyBytes)), key: publicKey };
}

function keyId(name: string, raw: Uint8Array): Buffer {
  return hash(
    "sha256",
    Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(ed25519Type), raw]),
    "buffer",
  ).subarray(0, 4);
}

/** A key as a line of text: name, ID in hexadecimal, and the key, with `+` between them. */
export function formatNoteKey({ name, id, key }: NoteKey): string {
  const raw = key.export({ type: "spki", format: "der" }).subarray(-keyBytes);
  return `${name}+${id.toString("hex")}+${Buffer.concat([Buffer.of(ed25519Type), raw]).toString("base64")}`;
}

/** Throws unless the line is a key whose ID is its own. */
export function parseNoteKey(line: string): NoteKey {
  const [, name = "", id = "", encoded = ""] =
    /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/u.exec(line) ?? [];
  const bytes = Buffer.from(encoded, "base64");
  if (bytes.length !== 1 + keyBytes || bytes[0] !== ed25519Type)
    throw new TypeError("not an Ed25519 note key");
  const spki = Buffer.concat([spkiPrefix, bytes.subarray(1)]);
  const found = noteKey(name, createPublicKey({ key: spki, type: "spki", format: "der" }));
  if (found.id.toString("hex") !== id) throw new TypeError("the key's ID is not its own");
  return found;
}

/** The note: `text` with its final newline, and the one signature. */
export function signedNote(text: string, { name, id }: NoteKey, signature: Uint8Array): string {
  return `${text}\n— ${name} ${Buffer.concat([id, signature]).toString("base64")}\n`;
}

const signatureLine = /^— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/u;

/**
 * The text of a note that at least one of the keys signed, or `null`. Signatures of unknown keys are passed over;
 * a wrong one of a known key makes the note worthless.
 */
export function openNote(note: string, keys: readonly NoteKey[]): string | null {
  const split = note.lastIndexOf("\n\n");
  if (split < 0 || !note.endsWith("\n")) return null;
  const text = note.slice(0, split + 1);
  const lines = note.slice(split + 2, -1).split("\n");
  if (lines.length > 16) return null;
  let signed = false;
  for (const line of lines) {
    const [, name, encoded = ""] = signatureLine.exec(line) ?? [];
    if (name === undefined) return null;
    const bytes = Buffer.from(encoded, "base64");
    if (bytes.toString("base64") !== encoded) return null;
    for (const known of keys.filter((key) => key.name === name && key.id.equals(bytes.subarray(0, 4)))) {
      const signature = bytes.subarray(4);
      if (signature.length !== signatureBytes || !verify(null, Buffer.from(text), known.key, signature))
        return null;
      signed = true;
    }
  }
  return signed ? text : null;
}
