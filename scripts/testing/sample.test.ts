import { describe, expect, test } from "vitest";

import { sample, seededRandom } from "./sample.ts";

const cases = Array.from({ length: 1_000 }, (_, index) => index);

describe("a sample of test cases", () => {
  test("is the same for the same seed and another for another", () => {
    expect(sample(cases, 20, 7)).toEqual(sample(cases, 20, 7));
    expect(sample(cases, 20, 7)).not.toEqual(sample(cases, 20, 8));
  });

  test("holds no case twice and never more than there are", () => {
    expect(new Set(sample(cases, 20, 7)).size).toBe(20);
    expect(sample([1, 2], 20, 7)).toEqual([1, 2]);
  });

  test("is drawn from the whole range", () => {
    const random = seededRandom(7);
    const mean = cases.reduce((sum) => sum + random(), 0) / cases.length;
    expect(mean).toBeGreaterThan(0.45);
    expect(mean).toBeLessThan(0.55);
  });
});
