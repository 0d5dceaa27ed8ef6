import { spawn } from "node:child_process";
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";

import { runChecks } from "#scripts/check.ts";

import { startStack } from "../runtime/stack.ts";
import { browserStackEnvironment } from "./browser-stack.ts";
import { findChromium } from "./chromium.ts";
import { type ProxylessWeb, startProxylessWeb } from "./proxyless-web.ts";
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
      return runCheck();
    case "unit":
    case "db":
      return runVitest(part, run);
    case "browser":
      return runBrowser(run);
  }
}

/** Each step of the check counts as one test. */
async function runCheck(): Promise<Tally> {
  const results = await runChecks(({ name, ok, output, seconds }) => {
    console.log(
      `  ${ok ? "✓" : "×"} ${name} (${seconds.toFixed(1)} s)${output ? `\n${output.replace(/^/gm, "    ")}` : ""}`,
    );
  });
  const passed = results.filter(({ ok }) => ok).length;
  return { passed, failed: results.length - passed, skipped: 0 };
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
  const { root, directory, signal } = run;
  const stack = await startStack({
    directory,
    durable: false,
    demo: true,
    // Sign-in is limited by source: each test speaks as a reverse proxy and names a source of its own.
    trustedProxies: 1,
    kmsControl: true,
    telemetry: true,
    log: console.log,
    signal,
  });
  let proxyless: ProxylessWeb | null = null;
  try {
    proxyless = await startProxylessWeb({ root, directory, stack, signal });
    const report = join(directory, "browser.json");
    const args = ["node_modules/@playwright/test/cli.js", "test", "--reporter=list,json", ...run.args];
    const code = await runNode(run, args, {
      PLAYWRIGHT_JSON_OUTPUT_FILE: report,
      ...browserStackEnvironment({
        origin: stack.origin,
        proxylessOrigin: proxyless.origin,
        phoneOrigin: stack.phoneOrigin,
        superuserUrl: stack.superuserUrl,
        keysSuperuserUrl: stack.keysSuperuserUrl,
        stateDirectory: directory,
        clusters: stack.clusters,
        kmsControl: stack.kmsControl,
        telemetry: stack.telemetry,
        authorityFile: stack.environment.LICET_DATABASE_CA ?? "",
        sessionSecret: stack.environment.LICET_SESSION_SECRET ?? "",
        buildDirectory: join(root, stack.environment.LICET_BUILD_DIRECTORY ?? ""),
        chromium,
      }),
    });
    const tally = judge(readPlaywrightReport(report), code);
    if (tally.failed > 0) keepLogs(root, directory);
    return tally;
  } finally {
    await proxyless?.service.stop();
    await stack.stop();
  }
}

/** The folder of the run goes away with it; what the servers said while a test failed is needed longer. */
function keepLogs(root: string, directory: string): void {
  const kept = join(root, ".data", "test", "failed-logs");
  rmSync(kept, { recursive: true, force: true });
  cpSync(join(directory, "logs"), kept, { recursive: true });
  console.log(`The servers' logs of this run are in ${kept}`);
}

type Colours = Readonly<Record<string, string | undefined>>;

/** No colour codes in a file or a pipe. The two runners listen to different variables, and warn about both at once. */
function colours(program: string): Colours {
  if (process.stdout.isTTY) return {};
  return program.includes("playwright")
    ? { FORCE_COLOR: "0", NO_COLOR: undefined }
    : { FORCE_COLOR: undefined, NO_COLOR: "1" };
}

function runNode(
  { root, signal }: Run,
  args: readonly string[],
  extra: Readonly<Record<string, string>> = {},
): Promise<number> {
  signal.throwIfAborted();
  const env = { ...process.env, ...colours(args[0] ?? ""), ...extra };
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: "inherit", env });
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
