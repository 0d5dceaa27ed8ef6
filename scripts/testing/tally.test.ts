import { describe, expect, test } from "vitest";

import { judge, sum, summaryLine } from "./tally.ts";

describe("the last line of a test run", () => {
  test("adds up its parts", () => {
    const parts = [
      { passed: 3, failed: 1, skipped: 0 },
      { passed: 4, failed: 0, skipped: 2 },
    ];
    expect(summaryLine(sum(parts))).toBe("7 passed, 1 failed, 2 skipped");
  });

  test("tells what passed only at the second try", () => {
    const parts = [
      { passed: 3, failed: 0, skipped: 0, atSecondTry: 1 },
      { passed: 4, failed: 0, skipped: 2 },
    ];
    expect(summaryLine(sum(parts))).toBe(
      "1 passed only at the second try: see “flaky” above\n7 passed, 0 failed, 2 skipped",
    );
  });

  test("counts a run without a report as a failure", () => {
    expect(judge(null, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  test("counts a run of no tests as a failure", () => {
    expect(judge({ passed: 0, failed: 0, skipped: 5 }, 0).failed).toBe(1);
  });

  test("counts a run that ended badly without a failed test as a failure", () => {
    expect(judge({ passed: 5, failed: 0, skipped: 0 }, 1).failed).toBe(1);
    expect(judge({ passed: 5, failed: 2, skipped: 0 }, 1).failed).toBe(2);
    expect(judge({ passed: 5, failed: 0, skipped: 0 }, 0).failed).toBe(0);
  });
});
