import { describe, expect, test } from "vitest";
import { type LinePoint, plotLine } from "./line-plot.ts";

const dayMs = 86_400_000;
const days = (values: readonly (string | null)[]): readonly LinePoint[] =>
  values.map((value, at) => ({
    day: new Date(Date.UTC(2026, 0, 1) + at * dayMs).toISOString().slice(0, 10),
    value,
  }));
const strokes = (path: string): number => path.match(/M/g)?.length ?? 0;

describe("a line over time", () => {
  test("is one stroke where every day is known", () => {
    const { path, gaps, alone } = plotLine(days(["1", "2", "3"]), 100);
    expect([strokes(path), gaps, alone]).toEqual([1, [], []]);
  });

  test("breaks off where a day is not known: nothing is drawn across it", () => {
    const { path, gaps } = plotLine(days(["1", "2", null, null, "3", "4"]), 100);
    expect(strokes(path)).toBe(2);
    expect(gaps).toEqual([{ from: 20, to: 80 }]);
  });

  test("shows a day that stands alone between two gaps as a point", () => {
    const { alone } = plotLine(days([null, "5", null, "6", "7"]), 100);
    expect(alone.map(({ x }) => x)).toEqual([25]);
  });

  test("has nothing to draw where nothing is known, and does not fail", () => {
    expect(plotLine([], 100)).toMatchObject({ path: "", last: null, alone: [], gaps: [] });
    expect(plotLine(days([null, null]), 100)).toMatchObject({ path: "", last: null, levels: [] });
  });

  test("has room above and below a value that never changes, also of nothing", () => {
    for (const value of ["100", "0", "-3"]) {
      const { last, levels } = plotLine(days([value, value]), 100);
      expect(last?.y).toBeGreaterThan(0);
      expect(last?.y).toBeLessThan(100);
      expect(levels.length).toBeGreaterThan(1);
    }
  });

  test("keeps a gap of a single day when years are drawn, rather than passing over it", () => {
    const values = Array.from({ length: 2_900 }, (_, at) => (at === 1_450 ? null : `${at}`));
    const { path, gaps } = plotLine(days(values), 100);
    expect(strokes(path)).toBe(2);
    expect(gaps).toHaveLength(1);
    expect(path.length).toBeLessThan(12_000);
  });

  test("ends with the newest day however many there are", () => {
    const { last } = plotLine(days(Array.from({ length: 1_234 }, (_, at) => `${at}`)), 100);
    expect(last?.x).toBe(100);
  });
});
