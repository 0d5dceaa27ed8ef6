import { describe, expect, test } from "vitest";
import { accountNumber, changingRates, constantRates, daily, historyOf } from "#scripts/testing/histories.ts";
import { netWorthSeries } from "./series.ts";
import { toWealthDays } from "./wealth-days.ts";

const rates = constantRates({ CHF: "1.05" });
const period = { from: "2026-01-01", to: "2026-01-04" };

const seriesOf = (histories: Parameters<typeof toWealthDays>[0], table = rates, base = "EUR") =>
  netWorthSeries(toWealthDays(histories, table, base), period);

describe("the line of what accounts are worth together", () => {
  const euros = historyOf({ values: daily("2026-01-01", ["10", "20", "30", "40"]) });
  const francs = historyOf({
    number: 2,
    currency: "CHF",
    values: daily("2026-01-01", ["100", "100", "100", "100"]),
  });

  test("has each day, converted at that day's rate", () => {
    const table = changingRates({ CHF: { "2026-01-01": "1", "2026-01-03": "1.1" } });
    expect(seriesOf([euros, francs], table).points.map(({ value }) => value)).toEqual([
      "110",
      "120",
      "140",
      "150",
    ]);
  });

  test("counts a debt against what is owned", () => {
    const loan = historyOf({
      number: 3,
      isMoney: true,
      values: daily("2026-01-01", ["-5", "-5", "-5", "-5"]),
    });
    expect(seriesOf([euros, loan]).points.map(({ value }) => value)).toEqual(["5", "15", "25", "35"]);
  });

  test("has a gap where an account is not known, and tells apart what of it is", () => {
    const gap = historyOf({
      number: 2,
      values: { "2026-01-01": "1", "2026-01-02": null, "2026-01-04": "1" },
    });
    expect(seriesOf([euros, gap])).toMatchObject({
      since: "2026-01-01",
      points: [
        { day: "2026-01-01", value: "11", part: null },
        { day: "2026-01-02", value: null, part: "20" },
        { day: "2026-01-03", value: null, part: "30" },
        { day: "2026-01-04", value: "41", part: null },
      ],
    });
  });

  test("does not begin low and jump when a bank is linked: before that, the whole is not known", () => {
    const late = historyOf({ number: 2, values: { "2026-01-03": "1000", "2026-01-04": "1000" } });
    const { points, since } = seriesOf([euros, late]);
    expect(points.map(({ value }) => value)).toEqual([null, null, "1030", "1040"]);
    expect(since).toBe("2026-01-03");
  });

  test("ends an account on the day that it left", () => {
    const left = historyOf({ number: 2, values: daily("2026-01-01", ["7", "7"]), leftOn: "2026-01-03" });
    expect(seriesOf([euros, left]).points.map(({ value }) => value)).toEqual(["17", "27", "30", "40"]);
  });

  test("leaves out and names an account of which no day is known, or no rate", () => {
    const nothing = historyOf({ number: 8, values: {} });
    const yen = historyOf({ number: 9, currency: "JPY", values: daily("2026-01-01", ["1", "1", "1", "1"]) });
    const { points, missing } = seriesOf([euros, nothing, yen]);
    expect(points.map(({ value }) => value)).toEqual(["10", "20", "30", "40"]);
    expect(missing).toEqual([
      { reason: "noHistory", accountId: accountNumber(8), what: null },
      { reason: "noRate", accountId: accountNumber(9), what: "JPY", day: "2026-01-04" },
    ]);
  });

  test("is no line of zeros where nothing is known", () => {
    const { points, since } = seriesOf([]);
    expect([points.map(({ value }) => value), since]).toEqual([[null, null, null, null], null]);
  });
});
