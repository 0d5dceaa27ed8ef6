import { describe, expect, test } from "vitest";
import { daily, historyOf } from "#scripts/testing/histories.ts";
import { dayNumber, dayOfNumber } from "./days.ts";
import { unexplained } from "./unexplained.ts";

type Given = Parameters<typeof historyOf>[0];

function flowsThatNobodyTold(given: Given, areTold: (from: number, to: number) => boolean = () => true) {
  const { values, flows } = historyOf(given);
  return [...unexplained(values, flows, areTold)].map(([day, amounts]) => [
    dayOfNumber(day),
    Object.fromEntries([...amounts].map(([currency, amount]) => [currency, amount.toFixed()])),
  ]);
}

describe("a flow that nobody told", () => {
  test("is none where entries lead from one balance to the next", () => {
    const values = daily("2026-01-01", ["100", "140", "137"]);
    const told = { values, flows: { "2026-01-02": "40" }, income: { "2026-01-03": "1" } };
    expect(flowsThatNobodyTold({ ...told, fees: { "2026-01-03": "-4" } })).toEqual([]);
  });

  test("is what is left between two balances, on the day of the second", () => {
    const values = { "2026-01-01": "100", "2026-01-04": "90" };
    expect(flowsThatNobodyTold({ values, flows: { "2026-01-02": "40" } })).toEqual([
      ["2026-01-04", { EUR: "-50" }],
    ]);
  });

  test("is not inferred over days whose entries were not told, or one whose amount is not known", () => {
    const values = { "2026-01-01": "100", "2026-01-04": "90" };
    const isUpToSecond = (_from: number, to: number) => to <= dayNumber("2026-01-02");
    expect(flowsThatNobodyTold({ values }, isUpToSecond)).toEqual([]);
    expect(flowsThatNobodyTold({ values, flows: { "2026-01-02": null } })).toEqual([]);
  });

  test("is not inferred where a part of an entry is not known", () => {
    const { values, flows } = historyOf({
      values: { "2026-01-01": "100", "2026-01-04": "90" },
      flows: { "2026-01-02": "40" },
    });
    const inPart = flows.map((one) => ({ ...one, unknown: 1 }));
    expect(unexplained(values, inPart, () => true).size).toBe(0);
  });

  test("is not inferred from a value that was only carried over", () => {
    const values = { "2026-01-01": "100", "2026-01-02": "~100", "2026-01-03": "140" };
    const flows = { "2026-01-02": "40" };
    expect(flowsThatNobodyTold({ values, flows })).toEqual([]);
  });

  test("counts an account that held nothing, and each currency alone", () => {
    const euros = historyOf({ values: { "2026-01-01": "0", "2026-01-02": "5" } });
    const values = euros.values.map((one) => ({
      ...one,
      values: new Map(one.values).set("CHF", one.values?.get("EUR") as never),
    }));
    const found = unexplained(values, [], () => true);
    expect(
      [...(found.get(dayNumber("2026-01-02")) ?? [])].map(([currency, amount]) => `${amount} ${currency}`),
    ).toEqual(["5 EUR", "5 CHF"]);
  });
});
