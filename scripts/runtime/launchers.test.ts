import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { isRunning, type ProcessIdentity } from "./process-identity.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "licet-test-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const watcher = `
  import { launchers, whenOrphaned } from ${JSON.stringify(new URL("./launchers.ts", import.meta.url).href)};
  import { identify } from ${JSON.stringify(new URL("./process-identity.ts", import.meta.url).href)};
  setTimeout(() => {}, 60_000);
  whenOrphaned(() => process.exit(0));
  console.log(JSON.stringify({ self: identify(process.pid), launchers: launchers() }));`;

/** As npm does it: a program, a shell that may stay in between, the bootstrap, the script. */
const bootstrap = `
  const { spawn } = require("node:child_process");
  process.env.LICET_LAUNCHER = String(process.pid);
  spawn(process.execPath, [process.env.WATCHER], { stdio: "inherit" });
  setTimeout(() => {}, 60_000);`;

interface Report {
  readonly self: ProcessIdentity;
  readonly launchers: readonly ProcessIdentity[];
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!condition() && Date.now() < deadline) await new Promise((done) => setTimeout(done, 50));
}

describe.skipIf(process.platform === "win32")("a script under npm", () => {
  test.each([
    ["a shell that stays", "; true", 3],
    ["a shell that steps aside", "", 2],
  ])("with %s stops when npm is killed", async (_how, rest, atLeast) => {
    writeFileSync(join(folder, "watch.mts"), watcher);
    writeFileSync(join(folder, "bootstrap.cjs"), bootstrap);
    const command = `${rest === "" ? "exec " : ""}"${process.execPath}" "${join(folder, "bootstrap.cjs")}"${rest}`;
    const npm = spawn(
      process.execPath,
      [
        "-e",
        `require("child_process").spawn("sh", ["-c", ${JSON.stringify(command)}], { stdio: "inherit" })`,
      ],
      {
        stdio: ["ignore", "pipe", "inherit"],
        env: { ...process.env, WATCHER: join(folder, "watch.mts"), npm_lifecycle_event: "demo" },
      },
    );
    const report: Report = await new Promise((done) =>
      npm.stdout.once("data", (line) => done(JSON.parse(String(line)))),
    );
    expect(report.launchers.map(({ pid }) => pid)).toContain(npm.pid);
    expect(report.launchers.length).toBe(atLeast);

    npm.kill("SIGKILL");
    await until(() => !isRunning(report.self));
    expect(isRunning(report.self)).toBe(false);
    for (const { pid } of report.launchers.filter(isRunning)) process.kill(pid, "SIGKILL");
  });
});
