import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
} from "node:fs";
import { join, relative } from "node:path";

import { machineEnvironment } from "./environment.ts";
import { takeLock } from "./lock.ts";
import { startService, tail } from "./processes.ts";
import { StopSentence } from "./stop-sentence.ts";

const inputs = ["app", "components", "lib", "public", "messages", "package-lock.json", "tsconfig.json"];
const inputFiles =
  /^(proxy|instrumentation|instrumentation-client|next\.config|postcss\.config)\.[cm]?[jt]sx?$/;
const keptBuilds = 8;

/** A fingerprint of everything a production build is made of. Tests are not part of it. */
export function hashInputs(root: string): string {
  const hash = createHash("sha256").update(`${process.version} ${process.platform} ${process.arch}\0`);
  const names = [...inputs, ...readdirSync(root).filter((name) => inputFiles.test(name))].sort();
  for (const path of names.flatMap((name) => filesBelow(join(root, name)))) {
    const content = readFileSync(path);
    hash.update(`${relative(root, path)}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex").slice(0, 20);
}

function filesBelow(path: string): string[] {
  if (!existsSync(path) || /\.test\.tsx?$/.test(path)) return [];
  if (!lstatSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesBelow(join(path, name)));
}

export interface BuildOptions {
  readonly root: string;
  /** Where the log of the build goes. */
  readonly directory: string;
  readonly log: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Answers the folder of a production build of the current inputs, relative to `root`. Each build has a folder of
 * its own that is complete when it appears and never changes, so a running demo keeps its files while tests build.
 */
export async function ensureBuild(options: BuildOptions): Promise<string> {
  const { root, log, signal } = options;
  const builds = join(root, ".data", "builds");
  mkdirSync(builds, { recursive: true });
  for (;;) {
    const found = findBuild(builds, hashInputs(root));
    if (found) return relative(root, found);
    const lock = await takeLock(join(builds, "lock.json"));
    if ("heldBy" in lock) {
      signal?.throwIfAborted();
      await new Promise((done) => setTimeout(done, 250));
      continue;
    }
    try {
      log("Building the web application (some seconds, only when its sources have changed) …");
      await build(options, builds);
      prune(builds);
    } finally {
      lock.release();
    }
  }
}

function findBuild(builds: string, hash: string): string | null {
  const path = join(builds, hash);
  if (!existsSync(path)) return null;
  const now = new Date();
  utimesSync(path, now, now);
  return path;
}

async function build({ root, directory, signal }: BuildOptions, builds: string): Promise<void> {
  const hash = hashInputs(root);
  const service = startService({
    directory,
    name: "build",
    command: process.execPath,
    args: [join(root, "node_modules", "next", "dist", "bin", "next"), "build"],
    env: { ...machineEnvironment(), NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", NO_COLOR: "1" },
    cwd: root,
  });
  const stop = (): void => void service.stop();
  signal?.addEventListener("abort", stop);
  const how = await service.ended;
  signal?.removeEventListener("abort", stop);
  signal?.throwIfAborted();
  if (how !== "ended with code 0") {
    throw new StopSentence(
      `The build of the web application ${how}:\n${tail(service.logFile, 30)}\n(${service.logFile})`,
    );
  }
  // Sources that were edited meanwhile belong to the next build; this one is of no known state.
  if (hashInputs(root) !== hash) return;
  const draft = join(builds, "draft");
  rmSync(draft, { recursive: true, force: true });
  const scratch = join(root, ".next");
  const needless = ["cache", "dev", "trace", "trace-build", "diagnostics"].map((name) => join(scratch, name));
  cpSync(scratch, draft, { recursive: true, filter: (source) => !needless.includes(source) });
  renameSync(draft, join(builds, hash));
}

function prune(builds: string): void {
  const folders = readdirSync(builds).filter((name) => /^[0-9a-f]{20}$/.test(name));
  const newestFirst = folders
    .map((name) => ({ path: join(builds, name), usedAt: lstatSync(join(builds, name)).mtimeMs }))
    .sort((a, b) => b.usedAt - a.usedAt);
  for (const { path } of newestFirst.slice(keptBuilds)) rmSync(path, { recursive: true, force: true });
}
