import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { runTool } from "#scripts/check/tool.ts";
import type { Findings, Tree } from "#scripts/check/tree.ts";

interface Violation {
  from: string;
  to: string;
  rule: { name: string };
  cycle?: { name: string }[];
}

const rules = fileURLToPath(new URL("../../.dependency-cruiser.mjs", import.meta.url));
const folders = ["app", "components", "e2e", "lib", "sandbox", "scripts"];

/** Every import that breaks a rule of `.dependency-cruiser.mjs`. */
export async function checkImports(tree: Tree): Promise<Findings> {
  const roots = tree.files.filter((file) => /^[^/]+\.(ts|tsx|mjs|js)$/.test(file) && !file.startsWith("."));
  const entries = [...folders.filter((folder) => existsSync(join(tree.root, folder))), ...roots];
  if (entries.length === 0) return { problems: [] };

  const { output } = await runTool(
    "dependency-cruiser/bin/dependency-cruiser.mjs",
    ["--config", rules, "--output-type", "json", "--no-progress", ...entries],
    tree.root,
  );
  if (!output.startsWith("{")) return { problems: [output] };
  const { violations } = (JSON.parse(output) as { summary: { violations: Violation[] } }).summary;
  return { problems: violations.map(describe) };
}

function describe({ rule, from, to, cycle }: Violation): string {
  const path = cycle ? cycle.map(({ name }) => name).join(" → ") : to;
  return `${rule.name}: ${from} → ${path}`;
}
