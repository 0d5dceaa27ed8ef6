import { existsSync, readFileSync } from "node:fs";

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Of the passed: how many failed at first. */
  readonly atSecondTry?: number;
}

export function sum(tallies: readonly Tally[]): Tally {
  const total = (of: "passed" | "failed" | "skipped"): number =>
    tallies.reduce((all, tally) => all + tally[of], 0);
  const atSecondTry = tallies.reduce((all, tally) => all + (tally.atSecondTry ?? 0), 0);
  return { passed: total("passed"), failed: total("failed"), skipped: total("skipped"), atSecondTry };
}

export const summaryLine = ({ passed, failed, skipped, atSecondTry = 0 }: Tally): string =>
  `${atSecondTry > 0 ? `${atSecondTry} passed only at the second try: see “flaky” above\n` : ""}` +
  `${passed} passed, ${failed} failed, ${skipped} skipped`;

/**
 * A run whose report is missing, that ended badly without a failed test (a file that does not load, a crash), or
 * that ran nothing at all, counts as one failure: silence is never a pass.
 */
export function judge(tally: Tally | null, code: number): Tally {
  if (!tally) return { passed: 0, failed: 1, skipped: 0 };
  const isSilent = tally.failed === 0 && (code !== 0 || tally.passed === 0);
  return isSilent ? { ...tally, failed: 1 } : tally;
}

export function readVitestReport(file: string): Tally | null {
  const report = readJson(file) as Record<string, number> | null;
  if (!report) return null;
  const {
    numPassedTests: passed = 0,
    numFailedTests: failed = 0,
    numPendingTests = 0,
    numTodoTests = 0,
  } = report;
  return { passed, failed, skipped: numPendingTests + numTodoTests };
}

export function readPlaywrightReport(file: string): Tally | null {
  const report = readJson(file) as { stats?: Record<string, number> } | null;
  if (!report?.stats) return null;
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = report.stats;
  return { passed: expected + flaky, failed: unexpected, skipped, atSecondTry: flaky };
}

function readJson(file: string): unknown {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
}
