import { expect, test } from "vitest";
import { spanOf } from "./spans.ts";
import { accountPath, wealthPath } from "./wealth-paths.ts";

test("the currency is carried from page to page where it is another than the usual", () => {
  expect(wealthPath("overview")).toBe("/wealth");
  expect(wealthPath("performance", { in: "CHF", period: "year" })).toBe(
    "/wealth/performance?in=CHF&period=year",
  );
  expect(wealthPath("entries", { in: "EUR" })).toBe("/wealth/entries");
  expect(accountPath("acc_1", "USD")).toBe("/wealth/accounts/acc_1?in=USD");
  expect(accountPath("acc_1", null)).toBe("/wealth/accounts/acc_1");
});

test("a span that there is none of is a year", () => {
  expect([spanOf("quarter"), spanOf("tomorrow"), spanOf(null)]).toEqual(["quarter", "year", "year"]);
});
