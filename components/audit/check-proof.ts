/*
 * The check of an inclusion proof as a browser does it, with nothing but its own SHA-256 and Ed25519. It is written
 * apart from lib/audit, which makes the proofs: docs/audit-log.md is all that both have read.
 */

export type StepResult = "right" | "wrong" | "unknown";

export interface ProofCheck {
  /** The entry's bytes and the path lead to the root that the checkpoint names. */
  readonly inclusion: StepResult;
  /** The checkpoint is signed by the key; `unknown` where this browser has no Ed25519. */
  readonly signature: StepResult;
  readonly index: number;
  readonly size: number;
  readonly leafHash: string;
  readonly root: string;
  /** The line of the key that signed, by which it is compared with the one from elsewhere. */
  readonly key: string | null;
}

export interface ProofMaterial {
  /** The entry's own bytes, as text. */
  readonly entry: string;
  /** c2sp.org/tlog-proof */
  readonly proof: string;
  /** Lines of keys: name, ID and key with `+` between them. */
  readonly keys: string;
}

/** Reads the material and checks it. What cannot be read throws: it is no proof. */
export async function checkProof({ entry, proof, keys }: ProofMaterial): Promise<ProofCheck> {
  const { index, path, note } = splitProof(proof);
  const { text, origin, size, root, signatures } = splitNote(note);
  const leaf = await hashOf(Uint8Array.of(0), new TextEncoder().encode(entry));
  const inclusion = (await leadsTo({ index, size, leaf, path, root })) ? "right" : "wrong";
  return {
    ...{ index, size, inclusion, leafHash: base64(leaf), root: base64(root) },
    ...(await checkSignature(text, origin, signatures, keys)),
  };
}

function splitProof(proof: string) {
  const split = proof.indexOf("\n\n");
  const [first, position = "", ...steps] = proof.slice(0, split).split("\n");
  const [, index] = /^index (0|[1-9]\d{0,15})$/.exec(position) ?? [];
  if (split < 0 || first !== "c2sp.org/tlog-proof@v1" || index === undefined) throw new Error("no proof");
  return { index: Number(index), path: steps.map(bytesOf), note: proof.slice(split + 2) };
}

function splitNote(note: string) {
  const split = note.lastIndexOf("\n\n");
  const text = note.slice(0, split + 1);
  const [, origin, size, root] = /^([^\n]+)\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/]{43}=)\n$/u.exec(text) ?? [];
  if (split < 0 || origin === undefined || root === undefined) throw new Error("no checkpoint");
  const signatures = note
    .slice(split + 2)
    .split("\n")
    .flatMap((line) => {
      const [, name, encoded] = /^— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/u.exec(line) ?? [];
      return name === undefined || encoded === undefined ? [] : [{ name, bytes: bytesOf(encoded) }];
    });
  return { text, origin, size: Number(size), root: bytesOf(root), signatures };
}

interface Inclusion {
  readonly index: number;
  readonly size: number;
  readonly leaf: Uint8Array;
  readonly path: readonly Uint8Array[];
  readonly root: Uint8Array;
}

/** RFC 9162, 2.1.3.2. */
async function leadsTo({ index, size, leaf, path, root }: Inclusion): Promise<boolean> {
  if (index >= size) return false;
  let [at, last, current] = [index, size - 1, leaf];
  for (const sibling of path) {
    if (last === 0 || sibling.length !== 32) return false;
    if (at % 2 === 1 || at === last) {
      current = await hashOf(Uint8Array.of(1), sibling, current);
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else {
      current = await hashOf(Uint8Array.of(1), current, sibling);
    }
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 && isSame(current, root);
}

/** The signature of a key that is named in the keys and in the note, under the log's own name (c2sp.org/signed-note). */
async function checkSignature(
  text: string,
  origin: string,
  signatures: readonly { readonly name: string; readonly bytes: Uint8Array }[],
  keys: string,
): Promise<Pick<ProofCheck, "signature" | "key">> {
  for (const line of keys.split("\n").filter((one) => one !== "")) {
    const [name = "", id = "", ...rest] = line.split("+");
    const encoded = bytesOf(rest.join("+"));
    const found = signatures.find((one) => one.name === name && hexOf(one.bytes.subarray(0, 4)) === id);
    if (!found || name !== origin || encoded[0] !== 1 || encoded.length !== 33) continue;
    const owned = await hashOf(new TextEncoder().encode(`${name}\n`), encoded);
    if (hexOf(owned.subarray(0, 4)) !== id) continue;
    return { key: line, signature: await verify(encoded.slice(1), found.bytes.slice(4), text) };
  }
  return { key: null, signature: "wrong" };
}

async function verify(
  raw: Uint8Array<ArrayBuffer>,
  signature: Uint8Array<ArrayBuffer>,
  text: string,
): Promise<StepResult> {
  const key = await crypto.subtle
    .importKey("raw", raw, "Ed25519", false, ["verify"])
    .catch((failure: unknown) => {
      if (failure instanceof DOMException && failure.name === "NotSupportedError") return null;
      throw failure;
    });
  if (key === null) return "unknown";
  return (await crypto.subtle.verify("Ed25519", key, signature, new TextEncoder().encode(text)))
    ? "right"
    : "wrong";
}

async function hashOf(...parts: readonly Uint8Array[]): Promise<Uint8Array<ArrayBuffer>> {
  const input = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    input.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest("SHA-256", input));
}

const bytesOf = (encoded: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));
const hexOf = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const isSame = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, at) => byte === b[at]);
