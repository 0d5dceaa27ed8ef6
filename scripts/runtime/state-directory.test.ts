import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { emptyDirectory, holdDirectory, openDirectory, throwAwayDirectory } from "./state-directory.ts";

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "licet-test-"));
});
afterEach(() => rmSync(parent, { recursive: true }));

describe("a folder of state", () => {
  test("is emptied of what is ours and of nothing else", () => {
    openDirectory(parent);
    mkdirSync(join(parent, "tls"));
    writeFileSync(join(parent, "note.txt"), "somebody's");
    emptyDirectory(parent);
    expect(readdirSync(parent)).toEqual(["note.txt"]);
  });

  test("that somebody else made is neither used nor emptied", () => {
    mkdirSync(join(parent, "postgres"));
    expect(() => openDirectory(parent)).toThrow("was not made by Licet");
    emptyDirectory(parent);
    expect(existsSync(join(parent, "postgres"))).toBe(true);
  });

  test("is held by one command at a time", async () => {
    openDirectory(parent);
    const release = await holdDirectory(parent);
    await expect(holdDirectory(parent)).rejects.toThrow("Licet already runs from this folder");
    release();
    (await holdDirectory(parent))();
  });
});

describe("a throw-away folder", () => {
  test("is gone afterwards", async () => {
    const directory = await throwAwayDirectory(parent, "run");
    directory.remove();
    expect(readdirSync(parent)).toEqual([]);
  });

  test("of a killed run is cleared by the next, one in use is not", async () => {
    const inUse = await throwAwayDirectory(parent, "run");
    const killed = await throwAwayDirectory(parent, "run");
    writeFileSync(
      join(killed.path, "lock.json"),
      JSON.stringify({ pid: process.pid, startedAt: "another boot:1", launchers: [] }),
    );
    const next = await throwAwayDirectory(parent, "run");
    expect(existsSync(inUse.path)).toBe(true);
    expect(existsSync(killed.path)).toBe(false);
    next.remove();
    inUse.remove();
  });
});
