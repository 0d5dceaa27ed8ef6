import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import type { Tree } from "#scripts/check/tree.ts";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const shared = ["package.json", "tsconfig.json", "biome.json"];

/** A small project of the given files with this repository's packages and settings, gone at the end of the block. */
export function plant(contents: Readonly<Record<string, string>>): Tree & Disposable {
  const root = mkdtempSync(join(tmpdir(), "licet-check-"));
  symlinkSync(join(repository, "node_modules"), join(root, "node_modules"));
  for (const file of shared) copyFileSync(join(repository, file), join(root, file));
  for (const [file, text] of Object.entries(contents)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return {
    root,
    files: Object.keys(contents).sort(),
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }),
  };
}
