import { describe, expect, test } from "vitest";
import { accountNumber, changingRates, daily, historyOf } from "#scripts/testing/histories.ts";
import { amountOf, january, moneyOf, performance, returnOf } from "#scripts/testing/performances.ts";

describe("one account", () => {
  const invested = historyOf({
    values: daily("2026-01-01", ["1000", "1010", "1500", "1530", "1430"]),
    flows: { "2026-01-03": "500", "2026-01-05": "-100" },
    income: { "2026-01-04": "20" },
    fees: { "2026-01-04": "-2.5" },
    taxes: { "2026-01-04": "-5" },
  });

  test("begins with the evening before, ends with the last day, and the rest is paid in, taken out or gained", () => {
    const found = performance([invested]);
    expect(found).toMatchObject({
      base: "EUR",
      from: "2026-01-02",
      to: "2026-01-05",
      missing: [],
      joined: [],
    });
    expect(moneyOf(found)).toEqual([1000, 500, 100, 30, 1430]);
  });

  test("tells income, fees and taxes apart, each signed as it moved money", () => {
    const { income, fees, taxes } = performance([invested]);
    expect([income, fees, taxes].map(amountOf)).toEqual([20, -2.5, -5]);
  });

  test("counts nothing of the days before and after", () => {
    const found = performance([invested], { from: "2026-01-03", to: "2026-01-04" });
    expect(moneyOf(found)).toEqual([1010, 500, 0, 20, 1530]);
    const { income, fees } = performance([invested], { from: "2026-01-02", to: "2026-01-03" });
    expect([income, fees].map(amountOf)).toEqual([0, 0]);
  });

  test("has both returns, which are two answers: of the investments, and of the money in them", () => {
    const found = performance([invested]);
    expect(returnOf(found.timeWeighted)).toBeCloseTo(1.01 * (1500 / 1510) * (1530 / 1500) - 1, 9);
    expect(found.moneyWeighted).toMatchObject({ kind: "known", isEstimated: false });
    expect(returnOf(found.moneyWeighted)).not.toBeCloseTo(returnOf(found.timeWeighted) as number, 3);
  });

  test("has no yearly return for less than a year, and one from a year on", () => {
    const short = performance([invested]);
    expect(short.timeWeighted).toMatchObject({ perYear: null });
    expect(short.moneyWeighted).toMatchObject({ perYear: null });
    const long = historyOf({ values: { "2023-12-31": "100", "2025-12-30": "121" } });
    const found = performance([long], { from: "2024-01-01", to: "2025-12-30" });
    for (const one of [found.timeWeighted, found.moneyWeighted])
      expect(one).toMatchObject({ value: "0.21", perYear: "0.1" });
  });

  test("counts by the share that is the investor's, which changes no return", () => {
    const half = performance([{ ...invested, share: "0.5" }]);
    expect(moneyOf(half)).toEqual([500, 250, 50, 15, 715]);
    expect(half.timeWeighted).toEqual(performance([invested]).timeWeighted);
  });

  test("is carried over a weekend, with the older day as its date", () => {
    const values = { "2025-12-31": "100", "2026-01-01": "~100", "2026-01-05": "110" };
    const found = performance([historyOf({ values })]);
    expect(found.begin).toMatchObject({ kind: "known", asOf: "2025-12-31T00:00:00.000Z" });
    expect(returnOf(found.timeWeighted)).toBeCloseTo(0.1, 9);
  });

  test("is not carried over a day on which something moved", () => {
    const values = { "2025-12-31": "100", "2026-01-01": "~100", "2026-01-05": "110" };
    const found = performance([historyOf({ values, flows: { "2026-01-01": "7" } })]);
    expect(found.begin).toEqual({
      kind: "unavailable",
      missing: [{ reason: "noHistory", accountId: accountNumber(1), what: null, day: "2026-01-01" }],
    });
  });

  test("that is not known today ends on the newest day that is, and says so", () => {
    const values = daily("2026-01-01", ["100", "101", "102"]);
    const found = performance([historyOf({ values })]);
    expect(found).toMatchObject({ to: "2026-01-03", end: { kind: "known" } });
  });
});

describe("what is not told", () => {
  test("a day within the period is bridged, and the return is an estimate that says so", () => {
    const gap = historyOf({
      values: { "2026-01-01": "100", "2026-01-02": "100", "2026-01-03": null, "2026-01-05": "165" },
      flows: { "2026-01-04": "50" },
    });
    expect(performance([gap]).timeWeighted).toMatchObject({ kind: "known", isEstimated: true });
  });

  test("a value that is carried over ends no part: what moves elsewhere on such a day makes an estimate", () => {
    const closed = { "2026-01-01": "100", "2026-01-02": "~100", "2026-01-03": "~100", "2026-01-05": "120" };
    const values = daily("2026-01-01", ["100", "100", "40", "40", "40"]);
    const money = historyOf({ number: 2, isMoney: true, values, flows: { "2026-01-03": "-60" } });
    expect(performance([historyOf({ values: closed }), money]).timeWeighted).toEqual({
      ...{ kind: "known", value: expect.stringMatching(/^0\.1/), perYear: null },
      ...{ isEstimated: true, withoutCapital: [] },
    });
  });

  test("what was reinvested at a price nobody told leaves income unknown and the gain known", () => {
    const held = historyOf({
      values: daily("2026-01-01", ["100", "101", "102", "103", "104"]),
      income: { "2026-01-03": "2" },
    });
    const found = performance([{ ...held, flows: held.flows.map((one) => ({ ...one, unknown: 1 })) }]);
    expect([found.income, found.fees, found.gain].map(amountOf)).toEqual(["noFlow", 0, 4]);
  });

  test("a day without a flow within the period is no estimate", () => {
    const gap = historyOf({ values: { "2026-01-01": "100", "2026-01-03": null, "2026-01-05": "165" } });
    expect(performance([gap]).timeWeighted).toMatchObject({ value: "0.65", isEstimated: false });
  });

  test("a beginning or an end that is not known makes what needs it unavailable, and the rest stays", () => {
    const values = { "2025-12-01": "90", "2026-01-01": null, "2026-01-05": "110" };
    const found = performance([historyOf({ values, income: { "2026-01-03": "3" } })]);
    const missing = [{ reason: "noValue", accountId: accountNumber(1), what: null, day: "2026-01-01" }];
    for (const one of [found.timeWeighted, found.moneyWeighted, found.begin, found.gain])
      expect(one).toEqual({ kind: "unavailable", missing });
    expect([found.end, found.income, found.paidIn].map(amountOf)).toEqual([110, 3, 0]);
  });

  test("values without entries are no return: what came and went is not known (PF13)", () => {
    const held = historyOf({ values: daily("2026-01-01", ["100", "101", "102", "103", "104"]), told: [] });
    const found = performance([held]);
    const missing = [{ reason: "noFlow", accountId: accountNumber(1), what: null, day: "2026-01-02" }];
    expect(found.timeWeighted).toEqual({ kind: "unavailable", missing });
    expect([found.begin, found.end, found.income].map(amountOf)).toEqual([100, 104, "noFlow"]);
  });

  test("entries that reach as far as the last value are enough where that is carried over", () => {
    const values = {
      ...daily("2026-01-01", ["100", "101", "102"]),
      ...daily("2026-01-04", ["~102", "~102"]),
    };
    const told = [{ from: "2025-01-01", to: "2026-01-03" }];
    expect(performance([historyOf({ values, told })]).timeWeighted).toMatchObject({ value: "0.02" });
  });

  test("entries that stop before the period's end name the first day without", () => {
    const told = [
      { from: "2025-01-01", to: "2026-01-02" },
      { from: "2026-01-03", to: "2026-01-03" },
    ];
    const held = historyOf({ values: daily("2026-01-01", ["100", "101", "102", "103", "104"]), told });
    expect(performance([held]).gain).toMatchObject({ missing: [{ reason: "noFlow", day: "2026-01-04" }] });
  });

  test("a currency without a rate makes it unavailable and is never counted one to one", () => {
    const yen = historyOf({
      currency: "JPY",
      values: daily("2026-01-01", ["100", "101", "102", "103", "104"]),
    });
    const euro = historyOf({ number: 2, values: daily("2026-01-01", ["100", "101", "102", "103", "104"]) });
    const found = performance([yen, euro]);
    expect(found.missing).toMatchObject([{ reason: "noRate", accountId: accountNumber(1), what: "JPY" }]);
    expect(found.accountIds).toEqual([accountNumber(2)]);
    const paid = historyOf({
      ...{ currency: "EUR", values: daily("2026-01-01", ["100", "101", "102", "103", "104"]) },
    });
    const flows = historyOf({ currency: "JPY", values: {}, flows: { "2026-01-03": "5" } }).flows;
    expect(performance([{ ...paid, flows }]).paidIn).toMatchObject({
      missing: [{ reason: "noRate", what: "JPY", day: "2026-01-03" }],
    });
  });

  test("more is owed than was there, and nobody says what was taken out", () => {
    const held = historyOf({ values: daily("2026-01-01", ["100", "100", "-5", "-5", "-5"]) });
    const found = performance([held]);
    const missing = [{ reason: "noFlow", accountId: accountNumber(1), what: null, day: "2026-01-03" }];
    expect(found.timeWeighted).toEqual({ kind: "unavailable", missing });
    expect([amountOf(found.gain), found.moneyWeighted.kind]).toEqual([-105, "noSolution"]);
  });

  test("nothing at all is known before the end", () => {
    const found = performance([historyOf({ values: { "2026-01-05": "100" } })]);
    expect(found.begin).toMatchObject({ kind: "unavailable", missing: [{ reason: "noHistory" }] });
    expect(performance([]).timeWeighted).toEqual({ kind: "unavailable", missing: [] });
  });
});

describe("money in an account", () => {
  test("that no entry tells of is a flow, so that it is no return, and the return is an estimate", () => {
    const values = daily("2026-01-01", ["100", "100", "400", "400", "401"]);
    const account = historyOf({ isMoney: true, values, income: { "2026-01-05": "1" } });
    const found = performance([account]);
    expect(moneyOf(found)).toEqual([100, 300, 0, 1, 401]);
    expect(found.timeWeighted).toMatchObject({ value: "0.0025", isEstimated: true });
    expect(found.paidIn).toMatchObject({ marks: ["estimated"] });
  });

  test("read before the day's last entry is the next day's, and nothing is gained or lost between", () => {
    const values = daily("2026-01-01", ["100", "100", "60", "60", "60"]);
    const found = performance([historyOf({ isMoney: true, values, flows: { "2026-01-02": "-40" } })]);
    expect(moneyOf(found)).toEqual([100, 0, 40, 0, 60]);
    expect(returnOf(found.timeWeighted)).toBe(0);
  });
});

describe("several currencies", () => {
  test("what a currency gains is part of the return in another", () => {
    const dollars = historyOf({
      currency: "USD",
      values: daily("2026-01-01", ["100", "100", "100", "100", "100"]),
    });
    const table = changingRates({ USD: { "2026-01-01": "0.8", "2026-01-04": "0.9" } });
    expect(returnOf(performance([dollars], january, "EUR", table).timeWeighted)).toBeCloseTo(0.125, 9);
    expect(returnOf(performance([dollars], january, "USD", table).timeWeighted)).toBe(0);
  });

  const franc = (number: number, more: Partial<Parameters<typeof historyOf>[0]> = {}) =>
    historyOf({
      ...{
        number,
        currency: "CHF",
        isMoney: true,
        values: daily("2026-01-01", ["0", "0", "1000", "1000", "1000"]),
      },
      ...{ flows: { "2026-01-03": "1000" }, exchanged: { "2026-01-03": "1000" }, ...more },
    });
  const euro = historyOf({
    ...{ number: 1, isMoney: true, values: daily("2026-01-01", ["5000", "5000", "3940", "3940", "3940"]) },
    ...{ flows: { "2026-01-03": "-1060" }, exchanged: { "2026-01-03": "-1060" } },
  });

  test("what is changed within a bank is neither paid in nor taken out: what it cost is lost", () => {
    expect(moneyOf(performance([euro, franc(2)]))).toEqual([5000, 0, 0, -10, 4990]);
    expect(returnOf(performance([euro, franc(2)]).timeWeighted)).toBeCloseTo(-0.002, 9);
  });

  test("what is changed into two currencies at once is neither", () => {
    const dollars = franc(3, { currency: "USD", number: 3 });
    const values = daily("2026-01-01", ["5000", "5000", "3030", "3030", "3030"]);
    const both = historyOf({
      ...{ number: 1, isMoney: true, values, flows: { "2026-01-03": "-1970" } },
      exchanged: { "2026-01-03": "-1970" },
    });
    expect(moneyOf(performance([both, franc(2), dollars]))).toEqual([5000, 0, 0, -20, 4980]);
  });

  test("what is changed with the other side elsewhere is paid in or taken out", () => {
    expect(moneyOf(performance([euro]))).toEqual([5000, 0, 1060, 0, 3940]);
    const elsewhere = franc(2, { institutionId: "another-bank" });
    expect(moneyOf(performance([euro, elsewhere]))).toEqual([5000, 0, 10, 0, 4990]);
    const twice = {
      values: daily("2026-01-01", ["0", "0", "2000", "2000", "2000"]),
      flows: { "2026-01-03": "2000" },
    };
    const more = franc(2, { ...twice, exchanged: { "2026-01-03": "2000" } });
    expect(moneyOf(performance([euro, more]))).toEqual([5000, 1040, 0, 0, 6040]);
  });

  test("each flow is converted at its own day's rate", () => {
    const dollars = historyOf({
      ...{ currency: "USD", values: daily("2026-01-01", ["100", "150", "150", "150", "150"]) },
      flows: { "2026-01-02": "50" },
    });
    const table = changingRates({ USD: { "2026-01-01": "0.8", "2026-01-03": "1" } });
    expect(moneyOf(performance([dollars], january, "EUR", table))).toEqual([80, 40, 0, 30, 150]);
  });
});
