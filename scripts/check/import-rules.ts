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

  const everything = await cruise(tree, entries);
  if (typeof everything === "string") return { problems: [everything] };
  // Tests build their world with scripts/testing, which knows every context: circles are looked for without them.
  const deployed = existsSync(join(tree.root, "lib")) ? await cruise(tree, ["lib", ...withoutTests]) : [];
  if (typeof deployed === "string") return { problems: [deployed] };
  const violations = [
    ...everything.filter(({ rule }) => rule.name !== circles),
    ...deployed.filter(({ rule }) => rule.name === circles),
  ];
  return { problems: violations.map(describe) };
}

const circles = "no-context-cycles";
const withoutTests = ["--exclude", "\\.test\\.tsx?$|^(\\.next|\\.data|scripts|e2e)/"];

/** The violations, or what the tool said instead. */
async function cruise(tree: Tree, args: readonly string[]): Promise<Violation[] | string> {
  const { output } = await runTool(
    "dependency-cruiser/bin/dependency-cruiser.mjs",
    ["--config", rules, "--output-type", "json", "--no-progress", ...args],
    tree.root,
  );
  if (!output.startsWith("{")) return output;
  return (JSON.parse(output) as { summary: { violations: Violation[] } }).summary.violations;
}

function describe({ rule, from, to, cycle }: Violation): string {
  const path = cycle ? cycle.map(({ name }) => name).join(" → ") : to;
  return `${rule.name}: ${from} → ${path}`;
}
