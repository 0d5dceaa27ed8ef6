import { describe, expect, test } from "vitest";
import { accountNumber, daily, historyOf } from "#scripts/testing/histories.ts";
import { amountOf, moneyOf, performance, returnOf } from "#scripts/testing/performances.ts";

describe("complaint 16: time-weighted return and gain side by side", () => {
  const bought = historyOf({
    values: daily("2026-01-01", ["100", "150", "10150", "9135"]),
    flows: { "2026-01-03": "10000" },
  });

  test("may point in two directions, so each is told with what it is reckoned from", () => {
    const found = performance([bought], { from: "2026-01-02", to: "2026-01-04" });
    expect(returnOf(found.timeWeighted)).toBeCloseTo(1.5 * 0.9 - 1, 9);
    expect(amountOf(found.gain)).toBe(-965);
    expect(returnOf(found.moneyWeighted)).toBeLessThan(0);
    expect(moneyOf(found)).toEqual([100, 10000, 0, -965, 9135]);
  });

  test("is right after everything was sold and bought back", () => {
    const back = historyOf({
      values: daily("2026-01-01", ["100", "0", "0", "0", "200", "220"]),
      flows: { "2026-01-02": "-110", "2026-01-05": "200" },
    });
    const found = performance([back], { from: "2026-01-02", to: "2026-01-06" });
    expect(found.timeWeighted).toMatchObject({
      ...{ kind: "known", value: "0.21", isEstimated: false },
      withoutCapital: [{ from: "2026-01-03", to: "2026-01-04" }],
    });
    expect(moneyOf(found)).toEqual([100, 200, 110, 30, 220]);
  });
});

describe("complaint 17: accounts that join late or are emptied", () => {
  const first = historyOf({ number: 1, values: daily("2026-01-01", ["100", "110", "110", "121", "121"]) });
  const late = historyOf({ number: 2, values: daily("2026-01-03", ["5000", "5000", "5000"]) });

  test("a late one is paid in with its first worth and changes no return of that day", () => {
    const found = performance([first, late]);
    expect(moneyOf(found)).toEqual([100, 5000, 0, 21, 5121]);
    expect(returnOf(found.timeWeighted)).toBeCloseTo(1.1 * (5121 / 5110) - 1, 9);
    expect(found.joined).toEqual([{ accountId: accountNumber(2), day: "2026-01-03" }]);
  });

  test("what moved in it before it was known counts nothing", () => {
    const moved = { ...late, flows: historyOf({ values: {}, flows: { "2026-01-03": "5000" } }).flows };
    expect(moneyOf(performance([first, moved]))).toEqual([100, 5000, 0, 21, 5121]);
  });

  test("one that leaves is taken out with its last worth", () => {
    const left = { ...late, values: historyOf({ values: daily("2026-01-01", ["50", "55", "60"]) }).values };
    const found = performance([first, { ...left, leftOn: "2026-01-03" }]);
    expect(moneyOf(found)).toEqual([150, 0, 60, 31, 121]);
    expect(returnOf(found.timeWeighted)).toBeCloseTo((165 / 150) * (170 / 165) * 1.1 - 1, 9);
  });

  test("one that is emptied has its gain and not -100 %", () => {
    const emptied = historyOf({
      values: daily("2026-01-01", ["100", "110", "0", "0", "0"]),
      flows: { "2026-01-03": "-110" },
    });
    const found = performance([emptied]);
    expect(found.timeWeighted).toMatchObject({
      ...{ kind: "known", value: "0.1" },
      withoutCapital: [{ from: "2026-01-04", to: "2026-01-05" }],
    });
    expect(amountOf(found.gain)).toBe(10);
  });

  test("one that is emptied without a word of where to is unavailable, with the account and the day", () => {
    const vanished = historyOf({ number: 2, values: daily("2026-01-01", ["100", "0", "0", "0", "0"]) });
    expect(performance([vanished]).timeWeighted).toEqual({
      kind: "unavailable",
      missing: [{ reason: "noFlow", accountId: accountNumber(2), what: null, day: "2026-01-02" }],
    });
  });

  test("one of several that is emptied or filled without a word is no loss or gain of the others", () => {
    const vanished = historyOf({ number: 2, values: daily("2026-01-01", ["100", "100", "0", "0", "0"]) });
    const appeared = historyOf({ number: 3, values: daily("2026-01-01", ["0", "0", "0", "70", "70"]) });
    const found = performance([first, vanished, appeared]);
    const of = (number: number, day: string) => ({
      ...{ reason: "noFlow", accountId: accountNumber(number), what: null, day },
    });
    const missing = [of(2, "2026-01-03"), of(3, "2026-01-04")];
    for (const one of [found.timeWeighted, found.moneyWeighted, found.gain])
      expect(one).toEqual({ kind: "unavailable", missing });
    expect(amountOf(found.end)).toBe(191);
  });

  test("one that was emptied without a word before the period is nothing in it", () => {
    const values = {
      "2025-12-01": "100",
      "2025-12-10": "0",
      ...daily("2026-01-01", ["0", "0", "0", "0", "0"]),
    };
    expect(amountOf(performance([first, historyOf({ number: 2, values })]).gain)).toBe(21);
  });

  test("one that is paid some days after it was emptied is known", () => {
    const sold = historyOf({
      ...{ number: 2, values: daily("2026-01-01", ["100", "0", "0", "0", "0"]) },
      flows: { "2026-01-04": "-100" },
    });
    expect(amountOf(performance([first, sold]).gain)).toBe(21);
  });

  test("one that is known only after the period, or left before it, is not in it", () => {
    const gone = historyOf({ number: 3, values: daily("2025-12-01", ["1", "1"]), leftOn: "2025-12-03" });
    const later = historyOf({ number: 4, values: daily("2026-02-01", ["1", "1"]) });
    const found = performance([first, gone, later]);
    expect(found.accountIds).toEqual([accountNumber(1)]);
    expect(found.missing.map(({ accountId }) => accountId)).toEqual([3, 4].map(accountNumber));
    expect(moneyOf(found)).toEqual([100, 0, 0, 21, 121]);
  });

  test("accounts that are all known only later begin when the first of them does", () => {
    const found = performance([late], { from: "2025-06-01", to: "2026-01-05" });
    expect(found).toMatchObject({ from: "2026-01-04", joined: [] });
    expect(amountOf(found.begin)).toBe(5000);
  });
});

describe("complaint 18: a transfer in kind", () => {
  test("is a flow at its value: no return, and no gain", () => {
    const moved = historyOf({
      values: daily("2026-01-01", ["1000", "1000", "3500", "3500", "3500"]),
      flows: { "2026-01-03": "2500" },
    });
    const found = performance([moved]);
    expect([returnOf(found.timeWeighted), returnOf(found.moneyWeighted)]).toEqual([0, 0]);
    expect(moneyOf(found)).toEqual([1000, 2500, 0, 0, 3500]);
  });

  test("between two of the accounts changes nothing", () => {
    const from = historyOf({
      ...{ number: 1, values: daily("2026-01-01", ["1000", "1000", "400", "400", "400"]) },
      flows: { "2026-01-03": "-600" },
    });
    const to = historyOf({
      ...{ number: 2, values: daily("2026-01-01", ["50", "50", "650", "650", "650"]) },
      flows: { "2026-01-03": "600" },
    });
    const found = performance([from, to]);
    expect(moneyOf(found)).toEqual([1050, 0, 0, 0, 1050]);
    expect(returnOf(found.timeWeighted)).toBe(0);
  });

  test("whose value nobody tells makes returns, gain and flows unavailable, with the account and the day", () => {
    const moved = historyOf({
      values: daily("2026-01-01", ["1000", "1000", "3500", "3500", "3500"]),
      flows: { "2026-01-03": null },
    });
    const found = performance([moved]);
    const missing = [{ reason: "noFlow", accountId: accountNumber(1), what: null, day: "2026-01-03" }];
    for (const one of [found.timeWeighted, found.moneyWeighted, found.gain, found.paidIn, found.takenOut])
      expect(one).toEqual({ kind: "unavailable", missing });
    expect([found.begin, found.end].map(amountOf)).toEqual([1000, 3500]);
  });

  test("a split is none: twice the pieces at half the price are worth the same", () => {
    const split = historyOf({ values: daily("2026-01-01", ["1000", "1000", "1000", "1010", "1010"]) });
    expect(returnOf(performance([split]).timeWeighted)).toBeCloseTo(0.01, 9);
  });
});
