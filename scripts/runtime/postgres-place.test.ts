import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { isOpenToAll, placePostgres } from "./postgres-place.ts";
import { root } from "./stack.ts";
import { emptyDirectory, openDirectory } from "./state-directory.ts";

let home: string;
let directory: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "licet-test-"));
  directory = join(home, "state");
});
afterEach(() => {
  emptyDirectory(directory);
  rmSync(home, { recursive: true });
});

const isRoot = process.getuid?.() === 0;

describe("the place of the clusters", () => {
  test("is inside the folder wherever PostgreSQL can enter it, and the same each time", () => {
    chmodSync(home, 0o755);
    openDirectory(directory);
    const first = placePostgres(root, directory);
    expect(first.clusters).toBe(join(directory, "postgres"));
    expect(first.runAs === null).toBe(!isRoot);
    expect(placePostgres(root, directory)).toEqual(first);
  });

  test("is outside a private home under root, in a folder that only root can write to, and goes with a reset", () => {
    chmodSync(home, 0o700);
    openDirectory(directory);
    const { clusters } = placePostgres(root, directory);
    if (!isRoot) return expect(clusters).toBe(join(directory, "postgres"));

    const { path } = JSON.parse(readFileSync(join(directory, "outside.json"), "utf8"));
    expect(clusters).toBe(join(path, "postgres"));
    expect(isOpenToAll(path)).toBe(true);
    expect(statSync(path).mode & 0o022).toBe(0);
    expect(placePostgres(root, directory).clusters).toBe(clusters);
    emptyDirectory(directory);
    expect(existsSync(path)).toBe(false);
  });

  test("is refused under root when the home was closed after the clusters were made", () => {
    chmodSync(home, 0o755);
    openDirectory(directory);
    mkdirSync(join(directory, "postgres"));
    chmodSync(home, 0o700);
    if (isRoot) expect(() => placePostgres(root, directory)).toThrow("can no longer enter");
    else expect(placePostgres(root, directory).clusters).toBe(join(directory, "postgres"));
  });
});
