import { expect, test } from "vitest";

import { inPieces } from "./in-pieces.ts";

test("a list read in pieces has every row once, and no more of it is read than is taken", async () => {
  const asked: (number | null)[] = [];
  const pieces = () =>
    inPieces(async (after: number | null) => {
      asked.push(after);
      const from = after ?? 0;
      return { rows: [from, from + 1], last: from < 4 ? from + 2 : null };
    });
  const seen: (readonly number[])[] = [];
  for await (const rows of pieces()) seen.push(rows);
  expect(seen).toEqual([
    [0, 1],
    [2, 3],
    [4, 5],
  ]);
  expect(asked.splice(0)).toEqual([null, 2, 4]);
  for await (const _ of pieces()) break;
  expect(asked).toEqual([null]);
});
