import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const documented = readFileSync(new URL("../../docs/configuration.md", import.meta.url), "utf8");

const declared = readdirSync(new URL(".", import.meta.url))
  .filter((file) => file.endsWith("-config.ts"))
  .flatMap((file) => {
    const text = readFileSync(new URL(file, import.meta.url), "utf8");
    return [...text.matchAll(/^ {2}(LICET_[A-Z_]+):/gm)].map((match) => match[1] as string);
  });

describe("docs/configuration.md", () => {
  test("has a line for every variable that the code reads", () => {
    expect(declared.length).toBeGreaterThan(20);
    const lines = new Set([...documented.matchAll(/^\| `(LICET_[A-Z_]+)`/gm)].map((match) => match[1]));
    expect([...new Set(declared)].filter((name) => !lines.has(name))).toEqual([]);
    expect([...lines].filter((name) => !declared.includes(name as string))).toEqual([]);
  });
});
