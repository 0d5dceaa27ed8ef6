import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The files that a commit would hold. Paths are relative to `root` with forward slashes. */
export interface Tree {
  readonly root: string;
  readonly files: readonly string[];
}

export interface Findings {
  readonly problems: readonly string[];
  /** Worth a look, but no reason to fail. */
  readonly notes?: readonly string[];
}

export interface Step {
  readonly name: string;
  readonly run: (tree: Tree) => Promise<Findings> | Findings;
}

/** Tracked and not yet added files, so that a check says today what it will say after the commit. */
export function readTree(root: string): Tree {
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  const files = [...new Set(listed.split("\0"))].filter((file) => file && existsSync(join(root, file)));
  return { root, files: files.sort() };
}

export function readText(tree: Tree, file: string): string {
  return readFileSync(join(tree.root, file), "utf8");
}

export function readJson<T>(tree: Tree, file: string): T {
  return JSON.parse(readText(tree, file)) as T;
}

/** The number of the line that holds the character at `offset`. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}
