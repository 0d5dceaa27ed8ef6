import { join } from "node:path";

import { runTool } from "#scripts/check/tool.ts";
import type { Findings, Tree } from "#scripts/check/tree.ts";

/**
 * The compiler's findings. Next's own types (routes, `PageProps`, style sheets) come from its build or from
 * `next typegen`; a fresh clone has neither, so they are written first.
 */
export async function checkTypes(tree: Tree): Promise<Findings> {
  if (tree.files.some((file) => /^app\/.*\.tsx?$/.test(file))) {
    const typegen = await runTool("next/dist/bin/next", ["typegen"], tree.root);
    if (!typegen.ok) return { problems: [typegen.output] };
  }
  const buildInfo = join(tree.root, ".data", "check.tsbuildinfo");
  const { ok, output } = await runTool(
    "typescript/bin/tsc",
    ["--noEmit", "--tsBuildInfoFile", buildInfo],
    tree.root,
  );
  return { problems: ok ? [] : output.split("\n") };
}
