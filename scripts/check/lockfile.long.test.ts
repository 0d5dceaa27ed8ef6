import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const flags = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];

const installed = execFileSync("npm", ["--version"], { encoding: "utf8" }).trim();

test.each(["10.8.2", "11.19.1"])(
  "npm %s installs from the lockfile and brings the pinned Node",
  { timeout: 300_000 },
  (version) => {
    const [program, before] = version === installed ? ["npm", []] : ["npx", ["--yes", `npm@${version}`]];
    const folder = mkdtempSync(join(tmpdir(), "licet-lockfile-"));
    try {
      for (const file of ["package.json", "package-lock.json"])
        copyFileSync(join(repository, file), join(folder, file));
      execFileSync(program, [...before, ...flags], { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
      // npm 10 leaves no node_modules/.bin/node behind, so it is looked for where the start script looks for it.
      const node = join(folder, `node_modules/node-${process.platform}-${process.arch}/bin/node`);
      expect(existsSync(join(folder, "node_modules/next/package.json"))).toBe(true);
      expect(execFileSync(node, ["--version"], { encoding: "utf8" }).trim()).toBe(process.version);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
