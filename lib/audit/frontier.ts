import { emptyRoot, nodeHash } from "./merkle.ts";

interface Subtree {
  readonly leaves: number;
  readonly hash: Buffer;
}

/**
 * The right edge of a growing tree: one complete subtree for each binary digit of its size. It takes leaves, or
 * whole subtrees where their leaves are not known, and knows the root after each, in memory of one hash a level.
 */
export class Frontier {
  readonly #edge: Subtree[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Appends a complete subtree of 2^height leaves; it must begin at a multiple of its own size. */
  append(hash: Buffer, height = 0): void {
    const leaves = 2 ** height;
    if (this.#size % leaves !== 0) throw new RangeError("a subtree begins at a multiple of its size");
    let added: Subtree = { leaves, hash };
    for (;;) {
      const last = this.#edge.at(-1);
      if (last?.leaves !== added.leaves) break;
      this.#edge.pop();
      added = { leaves: added.leaves * 2, hash: nodeHash(last.hash, added.hash) };
    }
    this.#edge.push(added);
    this.#size += leaves;
  }

  root(): Buffer {
    const [last, ...rest] = this.#edge.toReversed();
    if (!last) return emptyRoot;
    return rest.reduce((root, { hash }) => nodeHash(hash, root), last.hash);
  }
}
