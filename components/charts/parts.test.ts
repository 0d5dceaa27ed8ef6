import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exact, zero } from "#lib/kernel/decimal.ts";
import { otherFill } from "./palette.ts";
import { type Part, partsToDraw } from "./parts.ts";

const part = (key: string, weight: string | null): Part => ({ key, label: key.toUpperCase(), weight });
const weights = fc.array(fc.integer({ min: 1, max: 10_000 }), { minLength: 1, maxLength: 20 });
const partsOf = (numbers: readonly number[]): readonly Part[] =>
  numbers.map((number, at) => part(`p${at}`, exact(`${number}`).dividedBy(100).toFixed(2)));

describe("the parts of a picture", () => {
  test("are the largest six, in the order of their size, and the others in one", () => {
    const drawn = partsToDraw(
      ["10", "30", "5", "20", "15", "8", "7", "3", "2"].map((w, at) => part(`${at}`, w)),
    );
    expect(drawn.map(({ weight }) => weight)).toEqual(["30", "20", "15", "10", "8", "7", "10"]);
    expect(drawn.at(-1)).toMatchObject({ label: null, count: 3, fill: otherFill });
  });

  test("are all named where only one would be left over", () => {
    const drawn = partsToDraw(partsOf([7, 6, 5, 4, 3, 2, 1]));
    expect(drawn).toHaveLength(7);
    expect(drawn.every(({ label }) => label !== null)).toBe(true);
  });

  test("leave out what is not known, and give what is negative a line without a length", () => {
    const drawn = partsToDraw([part("a", "110"), part("b", "-10"), part("c", null)]);
    expect(drawn).toMatchObject([
      { key: "a", from: 0, length: 100 },
      { key: "b", weight: "-10", length: 0 },
    ]);
  });

  test("come to nothing where nothing is known", () => {
    expect(partsToDraw([part("a", null)])).toEqual([]);
  });

  test("lose no weight, stand one behind the other, and fill the whole", () => {
    fc.assert(
      fc.property(weights, (numbers) => {
        const parts = partsOf(numbers);
        const drawn = partsToDraw(parts);
        const sum = (texts: readonly (string | null)[]) =>
          texts.reduce((total, text) => total.plus(exact(text ?? "0")), zero).toFixed();
        expect(sum(drawn.map(({ weight }) => weight))).toBe(sum(parts.map(({ weight }) => weight)));
        for (const [at, { from }] of drawn.entries()) {
          const before = drawn.slice(0, at).reduce((end, { length }) => end + length, 0);
          expect(Math.abs(from - before)).toBeLessThan(0.01);
        }
        expect(drawn.reduce((end, { length }) => end + length, 0)).toBeCloseTo(100, 1);
      }),
    );
  });
});
