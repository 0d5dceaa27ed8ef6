import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { specifiedConsistency, specifiedPath, specifiedRoot } from "#scripts/testing/specified-tree.ts";
import { Frontier } from "./frontier.ts";
import {
  completeSubtrees,
  consistencyRuns,
  emptyRoot,
  inclusionRuns,
  leafHash,
  nodeHash,
  provesConsistency,
  provesInclusion,
  type Run,
} from "./merkle.ts";

/** The test vectors that the certificate transparency project publishes with its own implementations. */
const publishedLeaves = [
  "",
  "00",
  "10",
  "2021",
  "3031",
  "40414243",
  "5051525354555657",
  "606162636465666768696a6b6c6d6e6f",
];
const publishedRoots = [
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

const rootOf = (entries: readonly Uint8Array[]): Buffer => {
  const frontier = new Frontier();
  for (const entry of entries) frontier.append(leafHash(entry));
  return frontier.root();
};

/** The hash of any run of these entries, from what the specification says of their list. */
const hashOf = (entries: readonly Uint8Array[]) => (run: Run) =>
  specifiedRoot(entries.slice(run.from, run.to));

const entryOf = (at: number) => Buffer.from(`entry ${at}`);
const log = (size: number) => Array.from({ length: size }, (_, at) => entryOf(at));
const sizes = fc.integer({ min: 1, max: 300 });

describe("the tree", () => {
  test("has the published roots", () => {
    const entries = publishedLeaves.map((hex) => Buffer.from(hex, "hex"));
    expect(emptyRoot.toString("hex")).toBe(
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    );
    expect(entries.map((_, at) => rootOf(entries.slice(0, at + 1)).toString("hex"))).toEqual(publishedRoots);
  });

  test("has the root that the specification defines, at every size", () => {
    const entries = log(300);
    for (let size = 0; size <= entries.length; size++) {
      expect(rootOf(entries.slice(0, size)).equals(specifiedRoot(entries.slice(0, size))), `${size}`).toBe(
        true,
      );
    }
  });

  test("tells a leaf from a node", () => {
    const [a, b] = [leafHash(entryOf(0)), leafHash(entryOf(1))];
    expect(leafHash(Buffer.concat([a, b])).equals(nodeHash(a, b))).toBe(false);
  });

  test("grows by whole subtrees as by their leaves, whatever they are", () => {
    fc.assert(
      fc.property(sizes, fc.integer({ min: 0, max: 299 }), (size, cut) => {
        const entries = log(size);
        const frontier = new Frontier();
        for (const run of [
          ...completeSubtrees({ from: 0, to: Math.min(cut, size) }),
          ...completeSubtrees({ from: Math.min(cut, size), to: size }),
        ]) {
          frontier.append(hashOf(entries)(run), Math.log2(run.to - run.from));
        }
        return frontier.size === size && frontier.root().equals(specifiedRoot(entries));
      }),
    );
  });

  test("takes no subtree where none can begin", () => {
    const frontier = new Frontier();
    frontier.append(leafHash(entryOf(0)));
    expect(() => frontier.append(leafHash(entryOf(1)), 1)).toThrow(RangeError);
  });
});

describe("a proof that an entry is in the log", () => {
  test("is the one that the specification defines, and leads to the root", () => {
    fc.assert(
      fc.property(sizes, fc.nat(), (size, any) => {
        const [entries, index] = [log(size), any % size];
        const path = inclusionRuns(index, size).map(hashOf(entries));
        const leaf = leafHash(entries[index] as Buffer);
        expect(path).toEqual(specifiedPath(index, entries));
        return provesInclusion({ index, size, leaf, path, root: specifiedRoot(entries) });
      }),
    );
  });

  test("holds for no other entry, place, size, root or path", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 200 }), fc.nat(), fc.nat(), (size, any, step) => {
        const [entries, index] = [log(size), any % size];
        const path = inclusionRuns(index, size).map(hashOf(entries));
        const root = specifiedRoot(entries);
        const proof = { index, size, leaf: leafHash(entries[index] as Buffer), path, root };
        const flipped = path.map((hash, at) => (at === step % path.length ? nodeHash(hash, hash) : hash));
        const wrong = [
          { ...proof, leaf: leafHash(entryOf(size)) },
          { ...proof, index: (index + 1) % size },
          { ...proof, index: size },
          { ...proof, index: -1 },
          { ...proof, size: index },
          { ...proof, root: nodeHash(root, root) },
          { ...proof, path: flipped },
          { ...proof, path: path.slice(1) },
          { ...proof, path: [...path, root] },
        ];
        return provesInclusion(proof) && wrong.every((one) => !provesInclusion(one));
      }),
    );
  });
});

describe("a proof that a log continues another", () => {
  test("is the one that the specification defines, and is accepted", () => {
    fc.assert(
      fc.property(sizes, fc.nat(), (size, any) => {
        const [entries, held] = [log(size), 1 + (any % size)];
        const path = consistencyRuns(held, size).map(hashOf(entries));
        const heldRoot = specifiedRoot(entries.slice(0, held));
        expect(path).toEqual(specifiedConsistency(held, entries));
        return provesConsistency({ held, heldRoot, size, root: specifiedRoot(entries), path });
      }),
    );
  });

  test("is there for no log that was changed below, forked, or is shorter", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 200 }), fc.nat(), fc.nat(), (size, any, place) => {
        const held = 1 + (any % (size - 1));
        const before = log(size);
        const changed = before.map((entry, at) => (at === place % held ? Buffer.from("changed") : entry));
        const [heldRoot, root] = [specifiedRoot(before.slice(0, held)), specifiedRoot(changed)];
        const path = consistencyRuns(held, size).map(hashOf(changed));
        const other = consistencyRuns(held, size).map(hashOf(before));
        const proof = { held, heldRoot, size, root, path };
        return [
          proof,
          { ...proof, path: other },
          { ...proof, path: [] },
          { ...proof, held: size, heldRoot: root, size: held, root: heldRoot },
          { ...proof, held: 0 },
        ].every((one) => !provesConsistency(one));
      }),
    );
  });

  test("is asked of a log that has begun", () => {
    expect(() => consistencyRuns(0, 5)).toThrow(RangeError);
    expect(() => consistencyRuns(6, 5)).toThrow(RangeError);
    expect(() => inclusionRuns(5, 5)).toThrow(RangeError);
  });
});

test("sizes beyond 2^32 are exact", () => {
  const size = 2 ** 40 + 3;
  const runs = inclusionRuns(size - 1, size);
  expect(runs.reduce((leaves, { from, to }) => leaves + to - from, 1)).toBe(size);
  expect(completeSubtrees({ from: 0, to: size }).map(({ from, to }) => to - from)).toEqual([2 ** 40, 2, 1]);
});
