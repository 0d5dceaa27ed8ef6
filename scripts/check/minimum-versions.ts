import type { Lockfile } from "#scripts/check/lockfile.ts";
import { type Findings, readJson, type Tree } from "#scripts/check/tree.ts";

/** The first versions without a published hole that would concern us. A lower one must not come in, however deep. */
export const minimumVersions: Readonly<Record<string, string>> = {
  next: "16.2.6",
  react: "19.2.6",
  "react-dom": "19.2.6",
  "next-auth": "4.24.15",
  nodemailer: "7.0.7",
};

export function checkMinimumVersions(tree: Tree): Findings {
  const { packages } = readJson<Lockfile>(tree, "package-lock.json");
  const problems: string[] = [];
  for (const [name, minimum] of Object.entries(minimumVersions)) {
    const copies = Object.entries(packages).filter(([key]) => key.endsWith(`node_modules/${name}`));
    if (copies.length === 0) problems.push(`${name} is not in package-lock.json`);
    for (const [key, { version = "0.0.0" }] of copies) {
      if (!isAtLeast(version, minimum)) problems.push(`${key} is ${version}, below ${minimum}`);
    }
  }
  return { problems };
}

/** A pre-release counts as below the version that it leads to. */
export function isAtLeast(version: string, minimum: string): boolean {
  const [release = "", preRelease] = version.split("-", 2);
  const own = release.split(".").map(Number);
  const least = minimum.split(".").map(Number);
  const differing = own.findIndex((part, index) => part !== least[index]);
  if (differing === -1) return preRelease === undefined;
  return (own[differing] ?? 0) > (least[differing] ?? 0);
}
