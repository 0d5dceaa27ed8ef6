import { fileURLToPath } from "node:url";

import { checkDocReferences } from "#scripts/check/doc-references.ts";
import { checkFileRules } from "#scripts/check/file-rules.ts";
import { checkFormatAndLint } from "#scripts/check/format-and-lint.ts";
import { checkImports } from "#scripts/check/import-rules.ts";
import { type Lockfile, lockfileProblems, type Manifest } from "#scripts/check/lockfile.ts";
import { checkMinimumVersions } from "#scripts/check/minimum-versions.ts";
import { checkReadingLevel } from "#scripts/check/reading-level.ts";
import { checkReveals } from "#scripts/check/reveal-rule.ts";
import { checkTranslations } from "#scripts/check/translations.ts";
import { readJson, readTree, type Step, type Tree } from "#scripts/check/tree.ts";
import { checkTypes } from "#scripts/check/types.ts";

export interface CheckResult {
  name: string;
  ok: boolean;
  output: string;
  seconds: number;
}

const steps: readonly Step[] = [
  { name: "format and lint", run: checkFormatAndLint },
  { name: "types", run: checkTypes },
  { name: "import rules", run: checkImports },
  { name: "translations", run: checkTranslations },
  { name: "reading level", run: checkReadingLevel },
  { name: "doc references", run: checkDocReferences },
  { name: "minimum versions", run: checkMinimumVersions },
  { name: "file rules", run: checkFileRules },
  { name: "secrets stay wrapped", run: checkReveals },
  { name: "lockfile", run: checkLockfile },
];

/** Every step on the work tree, the programs beside each other. A step that throws has failed. */
export function runChecks(onResult: (result: CheckResult) => void = () => {}): Promise<CheckResult[]> {
  const tree = readTree(fileURLToPath(new URL("..", import.meta.url)));
  return Promise.all(
    steps.map(async (step) => {
      const result = await runStep(step, tree);
      onResult(result);
      return result;
    }),
  );
}

export async function runStep({ name, run }: Step, tree: Tree): Promise<CheckResult> {
  const start = performance.now();
  const done = (ok: boolean, lines: readonly string[]) => ({
    name,
    ok,
    output: lines.join("\n"),
    seconds: (performance.now() - start) / 1000,
  });
  try {
    const { problems, notes = [] } = await run(tree);
    return done(problems.length === 0, [...problems, ...notes.map((note) => `note: ${note}`)]);
  } catch (cause) {
    return done(false, [cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)]);
  }
}

function checkLockfile(tree: Tree) {
  const manifest = readJson<Manifest>(tree, "package.json");
  return { problems: lockfileProblems(manifest, readJson<Lockfile>(tree, "package-lock.json")) };
}

function print({ name, ok, output, seconds }: CheckResult): void {
  console.log(`${ok ? "ok    " : "FAILED"}  ${name}  ${seconds.toFixed(1)} s`);
  if (output) console.log(output.replace(/^/gm, "        "));
}

if (import.meta.main) {
  const results = await runChecks(print);
  const failed = results.filter(({ ok }) => !ok).map(({ name }) => name);
  if (failed.length > 0) {
    console.error(`${failed.length} of ${results.length} checks failed: ${failed.join(", ")}.`);
    process.exitCode = 1;
  }
}
