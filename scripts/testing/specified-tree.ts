import { createHash } from "node:crypto";

/*
 * The Merkle tree a second time, from RFC 9162 alone: the recursive definitions of 2.1.1, 2.1.3.1 and 2.1.4.1 over
 * the list of entries, word by word and as slow as that is. It shares nothing with lib/audit.
 */

type Entries = readonly Uint8Array[];

const sha256 = (...parts: readonly Uint8Array[]): Buffer =>
  parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest();

/** The largest power of two smaller than n, where k < n <= 2k. */
function split(n: number): number {
  let k = 1;
  while (!(k < n && n <= 2 * k)) k *= 2;
  return k;
}

/** MTH(D[n]) */
export function specifiedRoot(entries: Entries): Buffer {
  const [first] = entries;
  if (first === undefined) return sha256();
  if (entries.length === 1) return sha256(Buffer.of(0x00), first);
  const k = split(entries.length);
  return sha256(Buffer.of(0x01), specifiedRoot(entries.slice(0, k)), specifiedRoot(entries.slice(k)));
}

/** PATH(m, D[n]) */
export function specifiedPath(m: number, entries: Entries): readonly Buffer[] {
  if (entries.length === 1) return [];
  const k = split(entries.length);
  return m < k
    ? [...specifiedPath(m, entries.slice(0, k)), specifiedRoot(entries.slice(k))]
    : [...specifiedPath(m - k, entries.slice(k)), specifiedRoot(entries.slice(0, k))];
}

/** PROOF(m, D[n]) */
export const specifiedConsistency = (m: number, entries: Entries): readonly Buffer[] =>
  subproof(m, entries, true);

function subproof(m: number, entries: Entries, b: boolean): readonly Buffer[] {
  if (m === entries.length) return b ? [] : [specifiedRoot(entries)];
  const k = split(entries.length);
  return m <= k
    ? [...subproof(m, entries.slice(0, k), b), specifiedRoot(entries.slice(k))]
    : [...subproof(m - k, entries.slice(k), false), specifiedRoot(entries.slice(0, k))];
}
