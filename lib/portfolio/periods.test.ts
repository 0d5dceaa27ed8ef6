import { describe, expect, test } from "vitest";
import { customPeriod, lengthOf, periodOf } from "./periods.ts";

const first = "2021-03-05";

describe("a period that ends today", () => {
  test("is the last one, three or twelve months: as many days as lie between the same days of both months", () => {
    expect(periodOf("month", "2026-04-15", first)).toEqual({ from: "2026-03-16", to: "2026-04-15" });
    expect(periodOf("quarter", "2026-04-15", first)).toEqual({ from: "2026-01-16", to: "2026-04-15" });
    expect(periodOf("year", "2026-04-15", first)).toEqual({ from: "2025-04-16", to: "2026-04-15" });
    expect(lengthOf(periodOf("year", "2026-04-15", first))).toBe(365);
  });

  test("begins after the last day of a month that has no such day", () => {
    expect(periodOf("month", "2026-03-31", first).from).toBe("2026-03-01");
    expect(periodOf("month", "2024-03-30", first).from).toBe("2024-03-01");
    expect(periodOf("year", "2024-02-29", first).from).toBe("2023-03-01");
    expect(periodOf("quarter", "2026-01-31", first).from).toBe("2025-11-01");
  });

  test("is the calendar year so far, which begins with New Year's Eve", () => {
    expect(periodOf("yearToDate", "2026-04-15", first)).toEqual({ from: "2026-01-01", to: "2026-04-15" });
  });

  test("since the beginning begins with what there was on the first day", () => {
    expect(periodOf("sinceBeginning", "2026-04-15", first)).toEqual({ from: "2021-03-06", to: "2026-04-15" });
  });
});

describe("a range that somebody wrote", () => {
  test("is taken as it is, a single day too", () => {
    expect(customPeriod("2026-01-01", "2026-01-31", "2026-04-15")).toEqual({
      from: "2026-01-01",
      to: "2026-01-31",
    });
    expect(customPeriod("2026-04-15", "2026-04-15", "2026-04-15")).not.toBeNull();
  });

  test.each([
    ["2026-02-01", "2026-01-31", "runs backwards"],
    ["2026-01-01", "2026-04-16", "has not happened yet"],
    ["2026-02-30", "2026-03-31", "names a day that there is not"],
    ["2026-1-1", "2026-03-31", "is written otherwise"],
    ["", "2026-03-31", "is left out"],
    ["+012026-01-01", "2026-03-31", "is no year of ours"],
  ])("from %s to %s is none: it %s", (from, to) => {
    expect(customPeriod(from, to, "2026-04-15")).toBeNull();
  });
});
