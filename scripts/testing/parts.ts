import { spawn } from "node:child_process";
import { join } from "node:path";

import { startStack } from "../runtime/stack.ts";
import { findChromium } from "./chromium.ts";
import { judge, readPlaywrightReport, readVitestReport, type Tally } from "./tally.ts";

export const parts = ["check", "unit", "db", "browser"] as const;
export type Part = (typeof parts)[number];

export const isPart = (name: string): name is Part => (parts as readonly string[]).includes(name);

export interface Run {
  readonly root: string;
  /** A folder of this run's own. */
  readonly directory: string;
  /** What the person added, for the runner of the part. */
  readonly args: readonly string[];
  readonly signal: AbortSignal;
}

export function runPart(part: Part, run: Run): Promise<Tally> {
  switch (part) {
    case "check":
      return runCheck(run);
    case "unit":
    case "db":
      return runVitest(part, run);
    case "browser":
      return runBrowser(run);
  }
}

async function runCheck(run: Run): Promise<Tally> {
  const code = await runNode(run, ["scripts/check.ts", ...run.args]);
  return code === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
}

async function runVitest(project: "unit" | "db", run: Run): Promise<Tally> {
  const report = join(run.directory, `${project}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const code = await runNode(run, [
    "node_modules/vitest/vitest.mjs",
    "run",
    "--project",
    project,
    ...reporters,
    ...run.args,
  ]);
  return judge(readVitestReport(report), code);
}

async function runBrowser(run: Run): Promise<Tally> {
  const chromium = await findChromium(run.root);
  console.log(`Browser: ${chromium.description}`);
  const stack = await startStack({
    directory: run.directory,
    durable: false,
    demo: true,
    log: console.log,
    signal: run.signal,
  });
  try {
    const report = join(run.directory, "browser.json");
    const code = await runNode(
      run,
      ["node_modules/@playwright/test/cli.js", "test", "--reporter=list,json", ...run.args],
      {
        PLAYWRIGHT_JSON_OUTPUT_FILE: report,
        LICET_TEST_ORIGIN: stack.origin,
        LICET_TEST_PHONE_ORIGIN: stack.phoneOrigin,
        LICET_TEST_OWNER_URL: stack.ownerUrl,
        LICET_TEST_DATABASE_CA: stack.environment.LICET_DATABASE_CA ?? "",
        LICET_TEST_CHROMIUM: chromium.path,
        LICET_TEST_CHROMIUM_ENV: JSON.stringify(chromium.env),
      },
    );
    return judge(readPlaywrightReport(report), code);
  } finally {
    await stack.stop();
  }
}

function runNode(
  { root, signal }: Run,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<number> {
  signal.throwIfAborted();
  const plain = process.stdout.isTTY ? {} : { NO_COLOR: "1", FORCE_COLOR: undefined };
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      stdio: "inherit",
      env: { ...process.env, ...plain, ...env },
    });
    const stop = (): void => void child.kill("SIGTERM");
    signal.addEventListener("abort", stop);
    child.once("error", fail);
    child.once("exit", (code) => {
      signal.removeEventListener("abort", stop);
      if (signal.aborted) fail(signal.reason);
      else done(code ?? 1);
    });
  });
}
