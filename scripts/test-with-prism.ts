import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

import { root } from "./runtime/stack.ts";

/**
 * Compares every call between the XS2A connector and the invented retail bank with the specification, by Prism. Prism
 * brings two hundred packages for this one test, so it is fetched when the test is wanted and is no dependency.
 */
const version = "5.16.0";
const folder = join(root, ".data", "prism");
const program = process.env.LICET_PRISM ?? join(folder, "node_modules", ".bin", "prism");

function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): void {
  const { status } = spawnSync(command, args, { cwd: root, env, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

if (!existsSync(program)) {
  const quietly = ["--no-save", "--ignore-scripts", "--no-audit", "--no-fund"];
  run("npm", ["install", "--prefix", folder, ...quietly, `@stoplight/prism-cli@${version}`]);
}
const test = ["scripts/test.ts", "unit", "lib/connectors/xs2a/prism.test.ts"];
run(process.execPath, test, { ...process.env, LICET_PRISM: program });
