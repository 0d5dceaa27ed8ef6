import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";

import { stylesheetHashes } from "./stylesheet-hashes.ts";

test("each stylesheet of a build is a source by its hash, and nothing else of the build is", () => {
  const build = mkdtempSync(join(tmpdir(), "licet-styles-"));
  onTestFinished(() => rmSync(build, { recursive: true }));
  const folder = join(build, "static", "chunks");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "a.css"), "");
  writeFileSync(join(folder, "b.css"), "abc");
  writeFileSync(join(folder, "c.js"), "alert(1)");
  // The hashes of nothing and of "abc" are those of FIPS 180-4's examples.
  expect([...stylesheetHashes(build)].sort()).toEqual([
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
    "'sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0='",
  ]);
});

test("a build without its files is an error and not a policy without them", () => {
  const build = mkdtempSync(join(tmpdir(), "licet-styles-"));
  onTestFinished(() => rmSync(build, { recursive: true }));
  mkdirSync(join(build, "static", "chunks"), { recursive: true });
  expect(() => stylesheetHashes(build)).toThrow("no stylesheet");
  expect(() => stylesheetHashes(join(tmpdir(), "licet-no-build"))).toThrow("ENOENT");
});
