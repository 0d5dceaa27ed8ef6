import { runTool } from "#scripts/check/tool.ts";
import type { Findings, Tree } from "#scripts/check/tree.ts";

/** Format, import order and lint, as `biome.json` has them. Warnings fail too: nobody reads a warning twice. */
export async function checkFormatAndLint(tree: Tree): Promise<Findings> {
  const { ok, output } = await runTool(
    "@biomejs/biome/bin/biome",
    ["check", "--error-on-warnings", "--max-diagnostics=50", "--colors=off", "."],
    tree.root,
  );
  return { problems: ok ? [] : [output] };
}
