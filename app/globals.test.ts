import { readFileSync, statSync } from "node:fs";
import { describe, expect, test } from "vitest";

import { surfaces } from "#lib/kernel/accent.ts";
import { contrast, hexFromOklch } from "#lib/kernel/oklch.ts";

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

type Row = readonly [number, number, number];

/**
 * How linear light is seen where a kind of cone is missing: G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, "A
 * physiologically-based model for simulation of color vision deficiency", 2009, severity 1.
 */
const sights: Readonly<Record<string, readonly [Row, Row, Row]>> = {
  "all cones": [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** A colour in Oklab, in which equal distances look equally far apart. */
function asSeen(hex: string, sight: readonly [Row, Row, Row]): Row {
  const linear = [1, 3, 5].map((at) => {
    const s = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
  });
  const dot = (row: Row, values: readonly number[]) =>
    row.reduce((sum, one, at) => sum + one * (values[at] ?? 0), 0);
  const rgb = sight.map((row) => Math.min(1, Math.max(0, dot(row, linear))));
  const lms = (
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ] as const
  ).map((row) => Math.cbrt(dot(row, rgb)));
  return [
    dot([0.2104542553, 0.793617785, -0.0040720468], lms),
    dot([1.9779984951, -2.428592205, 0.4505937099], lms),
    dot([0.0259040371, 0.7827717662, -0.808675766], lms),
  ];
}

const distance = (one: Row, other: Row): number =>
  Math.hypot(...one.map((value, at) => value - (other[at] ?? 0)));

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

  const parts = Object.keys(colours).filter((name) => name.startsWith("chart-"));

  test("there is a colour for each of six parts of a picture, and it can be seen (3:1)", () => {
    expect(parts).toHaveLength(6);
    for (const name of [...parts, "line-strong"]) expect(least(name)).toBeGreaterThanOrEqual(3);
  });

  test.each(Object.entries(sights))("parts of a picture are told apart by people with %s", (_, sight) => {
    const seen = parts.map((name) => asSeen(of(name), sight));
    const nearest = seen.flatMap((one, at) => seen.slice(at + 1).map((other) => distance(one, other)));
    expect(Math.min(...nearest)).toBeGreaterThan(0.08);
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

test("each face that stands in for a font has the width of that font", () => {
  const lists = [...css.matchAll(/--font-(?:serif|sans):([^;]*);/g)].map(([, list]) => String(list));
  const standIns = lists.flatMap((list) => [...list.matchAll(/"([^"]+)"/g)].map(([, name]) => String(name)));
  expect(standIns).toHaveLength(4);
  for (const name of standIns)
    expect(css).toMatch(
      new RegExp(`font-family: "${name}";\\s+src: local\\([^;]+;\\s+size-adjust: [\\d.]+%;`),
    );
});
