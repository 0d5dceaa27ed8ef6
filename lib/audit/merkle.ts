import { hash } from "node:crypto";

/*
 * The Merkle tree of RFC 6962, 2.1 (RFC 9162, 2.1), over SHA-256. Sizes and indexes are ordinary numbers, exact
 * up to 2^53; nothing here uses bitwise operators, which are not.
 */

export const hashBytes = 32;

/** The root of a log without entries. */
export const emptyRoot: Buffer = hash("sha256", "", "buffer");

const leafPrefix = Buffer.of(0);
/** One node's input, filled anew for each: a log's verification is mostly this. */
const nodeInput = Buffer.alloc(1 + 2 * hashBytes, 1);

export function leafHash(body: Uint8Array): Buffer {
  return hash("sha256", Buffer.concat([leafPrefix, body]), "buffer");
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  nodeInput.set(left, 1);
  nodeInput.set(right, 1 + hashBytes);
  return hash("sha256", nodeInput, "buffer");
}

/** Leaves from `from` up to `to`, which is not one of them. */
export interface Run {
  readonly from: number;
  readonly to: number;
}

/** The largest power of two that is smaller than `count`, which is at least 2: where a tree is split. */
export function splitOf(count: number): number {
  let split = 1;
  while (split * 2 < count) split *= 2;
  return split;
}

/** The complete subtrees that a run consists of, from left to right: each as large as it can be where it begins. */
export function completeSubtrees({ from, to }: Run): readonly Run[] {
  const found: Run[] = [];
  for (let at = from; at < to; ) {
    let size = 1;
    while (at % (size * 2) === 0 && at + size * 2 <= to) size *= 2;
    found.push({ from: at, to: at + size });
    at += size;
  }
  return found;
}

/**
 * The runs whose hashes prove that leaf `index` is in a log of `size`, from the leaf's sibling up to the root's
 * child (RFC 9162, 2.1.3.1).
 */
export function inclusionRuns(index: number, size: number): readonly Run[] {
  if (index < 0 || index >= size) throw new RangeError("no such leaf in a log of this size");
  const found: Run[] = [];
  for (let from = 0, to = size; to - from > 1; ) {
    const middle = from + splitOf(to - from);
    if (index < middle) {
      found.push({ from: middle, to });
      to = middle;
    } else {
      found.push({ from, to: middle });
      from = middle;
    }
  }
  return found.reverse();
}

/** The runs whose hashes prove that a log of `size` continues one of `held` entries (RFC 9162, 2.1.4.1). */
export function consistencyRuns(held: number, size: number): readonly Run[] {
  if (held < 1 || held > size) throw new RangeError("a log continues a smaller one that is not empty");
  const found: Run[] = [];
  let [from, to] = [0, size];
  while (held < to) {
    const middle = from + splitOf(to - from);
    if (held <= middle) {
      found.push({ from: middle, to });
      to = middle;
    } else {
      found.push({ from, to: middle });
      from = middle;
    }
  }
  // The old log's own root is known to whoever holds it, unless it is only a part of the last subtree.
  if (from > 0) found.push({ from, to });
  return found.reverse();
}

/** Whether the path leads from the leaf to the root (RFC 9162, 2.1.3.2). */
export function provesInclusion(proof: {
  readonly index: number;
  readonly size: number;
  readonly leaf: Buffer;
  readonly path: readonly Buffer[];
  readonly root: Buffer;
}): boolean {
  const { index, size, leaf, path, root } = proof;
  if (!isCount(index) || !isCount(size) || index >= size) return false;
  let [at, last] = [index, size - 1];
  let current = leaf;
  for (const sibling of path) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      current = nodeHash(sibling, current);
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, half(last)];
    } else {
      current = nodeHash(current, sibling);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && current.equals(root);
}

/** Whether the path shows that the log of `size` continues the one of `held` entries (RFC 9162, 2.1.4.2). */
export function provesConsistency(proof: {
  readonly held: number;
  readonly heldRoot: Buffer;
  readonly size: number;
  readonly root: Buffer;
  readonly path: readonly Buffer[];
}): boolean {
  const { held, heldRoot, size, root } = proof;
  if (!isCount(held) || !isCount(size) || held > size) return false;
  if (held === size) return proof.path.length === 0 && heldRoot.equals(root);
  if (held === 0 || proof.path.length === 0) return false;
  const [first, ...rest] = isPowerOfTwo(held) ? [heldRoot, ...proof.path] : proof.path;
  let [at, last] = [held - 1, size - 1];
  while (at % 2 === 1) [at, last] = [half(at), half(last)];
  let before = first as Buffer;
  let after = before;
  for (const sibling of rest) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      before = nodeHash(sibling, before);
      after = nodeHash(sibling, after);
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, half(last)];
    } else {
      after = nodeHash(after, sibling);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && before.equals(heldRoot) && after.equals(root);
}

const half = (number: number) => Math.floor(number / 2);
const isCount = (value: number) => Number.isSafeInteger(value) && value >= 0;

function isPowerOfTwo(count: number): boolean {
  return Number.isInteger(Math.log2(count)) && 2 ** Math.round(Math.log2(count)) === count;
}
