import { expect, test } from "vitest";

import { accentKeyOf, accentStylesheet } from "./accent-stylesheet.ts";

test("only six hexadecimal digits become a stylesheet", () => {
  for (const bad of ["", "fff", "1f3a5g", '1f3a5f"]{}', "1f3a5f.css", "1F3A5F"]) {
    expect(accentStylesheet(bad)).toBeNull();
  }
});

test("it paints both themes inside its own firm's pages only", () => {
  const css = accentStylesheet("1f3a5f") ?? "";
  expect(css.match(/\[data-accent="1f3a5f"\]/g)).toHaveLength(3);
  expect(css).toContain("--color-accent:#1f3a5f");
  expect(css).toContain("prefers-color-scheme:dark");
});

test("a firm's accent becomes a key or nothing", () => {
  expect(accentKeyOf("#1F3A5F")).toBe("1f3a5f");
  expect(accentKeyOf("navy")).toBeNull();
  expect(accentKeyOf(null)).toBeNull();
});
