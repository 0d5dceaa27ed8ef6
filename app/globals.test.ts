import { readFileSync, statSync } from "node:fs";
import { describe, expect, test } from "vitest";

import { surfaces } from "#components/brand/accent.ts";
import { contrast, hexFromOklch } from "#components/brand/oklch.ts";

const css = readFileSync(new URL("./globals.css", import.meta.url), "utf8");

function tokens(theme: "light" | "dark"): Record<string, string> {
  const value = String.raw`oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)`;
  const pattern = new RegExp(`--color-([a-z-]+): light-dark\\(${value}, ${value}\\)`, "g");
  const at = theme === "light" ? 2 : 5;
  return Object.fromEntries(
    [...css.matchAll(pattern)].map((found) => {
      const [l, c, h] = found.slice(at, at + 3).map(Number) as [number, number, number];
      return [found[1], hexFromOklch({ l, c, h })];
    }),
  );
}

const texts = ["ink", "accent", "good", "caution", "danger"];

describe.each(["light", "dark"] as const)("in the %s theme", (theme) => {
  const colours = tokens(theme);
  const of = (name: string) => colours[name] ?? "missing";
  const least = (name: string) => Math.min(contrast(of(name), of("paper")), contrast(of(name), of("raised")));

  test("every colour has a value", () => {
    expect(Object.keys(colours)).toHaveLength(css.match(/--color-[a-z-]+: light-dark/g)?.length ?? 0);
  });

  test.each(texts)("%s is readable on every surface (7:1)", (name) => {
    expect(least(name)).toBeGreaterThanOrEqual(7);
  });

  test("quiet text is readable on every surface (4.5:1)", () => {
    expect(least("quiet")).toBeGreaterThanOrEqual(4.5);
  });

  test("a line that carries meaning can be seen (3:1)", () => {
    expect(least("line-strong")).toBeGreaterThanOrEqual(3);
  });

  test.each(["accent", "danger"])("the text on %s is readable (7:1)", (name) => {
    expect(contrast(of(`${name}-ink`), of(name))).toBeGreaterThanOrEqual(7);
  });

  test("a firm's accent is checked against the surfaces that are painted", () => {
    expect({ paper: of("paper"), raised: of("raised") }).toEqual(surfaces[theme]);
  });
});

test("there are six sizes of type", () => {
  expect(css.match(/^ {2}--text-[a-z]+:/gm)).toHaveLength(6);
});

test("the fonts weigh 120 kB at most, together", () => {
  const source = readFileSync(new URL("./fonts.ts", import.meta.url), "utf8");
  const files = [...source.matchAll(/src: "([^"]+)"/g)].map(
    (found) => new URL(found[1] ?? "", import.meta.url),
  );
  expect(files).toHaveLength(4);
  expect(files.reduce((sum, file) => sum + statSync(file).size, 0)).toBeLessThanOrEqual(120_000);
});
