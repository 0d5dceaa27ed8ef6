import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fontRuns } from "./font-runs.ts";

const text = (given: string) =>
  fontRuns(given)
    .map((run) => run.text)
    .join("");

describe("a text that is printed", () => {
  test("is set in runs of one font file each", () => {
    expect(fontRuns("Zoé Łuczak, 3 €")).toEqual([
      { subset: "latin", text: "Zoé " },
      { subset: "latin-ext", text: "Ł" },
      { subset: "latin", text: "uczak, 3 €" },
    ]);
  });

  test("has no blank that the fonts have no shape for", () => {
    expect(text("1\u202f234,50\u2009€")).toBe("1\u00a0234,50\u00a0€");
  });

  test("loses nothing that the fonts can draw, in any of the four languages", () => {
    const sample = "¿Qué, quién, hasta cuándo? L’accès prend fin – “São João”, 1 234,50 €, −3 %";
    expect(text(sample)).toBe(sample);
  });

  test("shows a question mark where the fonts have nothing", () => {
    expect(text("Ωmega 株")).toBe("?mega ?");
  });

  test("is not rearranged by direction marks or broken by control characters", () => {
    expect(text("Ann\u202e gnirts\u0007\u200b")).toBe("Ann gnirts");
  });

  test("never has two runs of one font beside each other, nor an empty one", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (given) => {
        const runs = fontRuns(given);
        expect(runs.every((run) => run.text.length > 0)).toBe(true);
        expect(runs.every((run, at) => run.subset !== runs[at + 1]?.subset)).toBe(true);
      }),
    );
  });
});
