import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { isLocked, takeLock } from "./lock.ts";
import { identify } from "./process-identity.ts";

let file: string;
beforeEach(() => {
  file = join(mkdtempSync(join(tmpdir(), "licet-test-")), "lock.json");
});
afterEach(() => rmSync(join(file, ".."), { recursive: true }));

const sleeper = () => spawn(process.execPath, ["-e", "setTimeout(() => {}, 60_000)"], { stdio: "ignore" });

describe("the lock of a folder", () => {
  test("is refused while its holder lives, and free once it is given back", async () => {
    const lock = await takeLock(file);
    expect(await takeLock(file)).toEqual({ heldBy: process.pid });
    if ("release" in lock) lock.release();
    expect(isLocked(file)).toBe(false);
    expect(await takeLock(file)).toHaveProperty("release");
  });

  test("of a process that was killed is taken over", async () => {
    const holder = sleeper();
    writeFileSync(file, JSON.stringify({ ...identify(holder.pid ?? 0), launchers: [] }));
    expect(await takeLock(file)).toEqual({ heldBy: holder.pid });
    holder.kill("SIGKILL");
    await new Promise((done) => holder.once("exit", done));
    expect(await takeLock(file)).toHaveProperty("release");
  });

  test("of a number that now belongs to another process is taken over", async () => {
    writeFileSync(file, JSON.stringify({ pid: process.pid, startedAt: "another boot:1", launchers: [] }));
    expect(await takeLock(file)).toHaveProperty("release");
    expect(readFileSync(file, "utf8")).not.toContain("another boot");
  });

  test("of a process whose launcher was killed is taken over, and the process ended", async () => {
    const orphan = sleeper();
    const gone = new Promise((done) => orphan.once("exit", done));
    const launcher = { pid: process.pid, startedAt: "another boot:1" };
    writeFileSync(file, JSON.stringify({ ...identify(orphan.pid ?? 0), launchers: [launcher] }));
    expect(await takeLock(file)).toHaveProperty("release");
    await gone;
  });
});
