import { completeSubtrees, hashBytes, nodeHash, type Run } from "./merkle.ts";

/*
 * The tree is kept as tiles of 256 hashes (c2sp.org/tlog-tiles): a tile of level L holds the hashes of 256 complete
 * subtrees of 256^L leaves each. Every other hash follows from those of one tile.
 */

export const tileWidth = 256;
const tileHeight = 8;

export interface TileName {
  readonly level: number;
  readonly index: number;
}

export const tileKey = ({ level, index }: TileName): string => `${level}/${index}`;

/** Hashes one after the other, by the tile's key. The tile at the right edge is as long as it is known. */
export type Tiles = ReadonlyMap<string, Buffer>;

/** The tile that has the hashes from which a complete subtree's own hash follows. */
function tileOf({ from, to }: Run): TileName {
  const level = Math.floor(Math.log2(to - from) / tileHeight);
  return { level, index: Math.floor(from / tileWidth ** (level + 1)) };
}

/** The tiles that the hashes of these runs follow from, each once. */
export function tilesFor(runs: readonly Run[]): readonly TileName[] {
  const named = runs.flatMap(completeSubtrees).map(tileOf);
  return [...new Map(named.map((name) => [tileKey(name), name])).values()];
}

/** The root of the subtree of these hashes, which are a power of two. */
export function foldHashes(hashes: Buffer): Buffer {
  if (hashes.length === hashBytes) return Buffer.from(hashes);
  const middle = hashes.length / 2;
  return nodeHash(foldHashes(hashes.subarray(0, middle)), foldHashes(hashes.subarray(middle)));
}

/** The hash of a run, which is not empty: of a complete subtree, or of the right edge of a log that ends with it. */
export function runHash(run: Run, tiles: Tiles): Buffer {
  const [last, ...rest] = completeSubtrees(run)
    .map((subtree) => subtreeHash(subtree, tiles))
    .reverse();
  if (!last) throw new RangeError("an empty run has no hash");
  return rest.reduce((root, left) => nodeHash(left, root), last);
}

function subtreeHash(subtree: Run, tiles: Tiles): Buffer {
  const name = tileOf(subtree);
  const leavesPerHash = tileWidth ** name.level;
  const first = (subtree.from / leavesPerHash) % tileWidth;
  const count = (subtree.to - subtree.from) / leavesPerHash;
  const hashes = tiles.get(tileKey(name))?.subarray(first * hashBytes, (first + count) * hashBytes);
  if (hashes?.length !== count * hashBytes) throw new RangeError(`tile ${tileKey(name)} lacks a hash`);
  return foldHashes(hashes);
}
