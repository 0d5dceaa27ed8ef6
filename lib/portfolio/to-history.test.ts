import { describe, expect, test } from "vitest";
import type { AccountKind } from "#lib/aspsp/records.ts";
import type { DataCluster } from "#lib/kernel/data-cluster.ts";
import { newId } from "#lib/kernel/id.ts";
import type { ValuationChunk } from "#lib/records/chunk.ts";
import type { ValuationRow } from "#lib/records/shapes.ts";
import { accountNumber, constantRates } from "#scripts/testing/histories.ts";
import { performanceOf } from "./performance.ts";
import { netWorthSeries } from "./series.ts";
import { toHistory } from "./to-history.ts";
import { toWealthDays } from "./wealth-days.ts";

const connectionId = newId<"cnx">("cnx");
const today = "2026-01-06";
const nothing = {
  ...{ value: null, flow: null, exchanged: null, income: null, fees: null, taxes: null },
  unknown: null,
};

const chunk = (number: number, cluster: DataCluster, records: readonly ValuationRow[]): ValuationChunk => ({
  ...{ connectionId, accountId: accountNumber(number), cluster, derived: true, records },
  ...{ from: "2026-01-01", to: "2026-02-01", asOf: new Date(`${today}T05:00:00Z`) },
  ...{ chunkId: newId<"rch">("rch"), version: 1 },
});

const value = (day: string, amount: string): ValuationRow => ({
  ...nothing,
  day,
  currency: "EUR",
  value: amount,
});
const moved = (day: string, parts: Partial<ValuationRow>): ValuationRow => ({
  ...nothing,
  ...{ flow: "0", income: "0", fees: "0", taxes: "0", day, currency: "EUR" },
  ...parts,
});

const kept = (number: number, kind: AccountKind) => ({
  ...{ accountId: accountNumber(number), institutionId: "a-bank", kind, share: null },
});

/** A custody account and the money beside it: instruments bought on the third, a dividend paid on the fifth. */
const chunks = [
  chunk(
    1,
    "positions",
    ["1000", "1000", "1500", "1510", "1500", "1500"].map((amount, at) => value(`2026-01-0${at + 1}`, amount)),
  ),
  chunk(1, "investmentTransactions", [
    moved("2026-01-03", { flow: "500", fees: "-5" }),
    moved("2026-01-05", { flow: "-12", income: "15", taxes: "-3" }),
  ]),
  chunk(2, "balances", [value("2026-01-06", "212")]),
  chunk(2, "transactions", [
    moved("2026-01-01", { flow: "700" }),
    moved("2026-01-03", { flow: "-500" }),
    moved("2026-01-05", { flow: "12" }),
  ]),
];
const accounts = [kept(1, "custody"), kept(2, "current")];
const daysOf = (given: readonly ValuationChunk[], of = accounts) =>
  toWealthDays(
    of.map((one) => toHistory(one, given, today)),
    constantRates({}),
    "EUR",
  );
const period = { from: "2026-01-02", to: today };

describe("what was reckoned when data arrived", () => {
  test("is a line, with the money counted back from its one balance", () => {
    expect(
      netWorthSeries(daysOf(chunks), { from: "2026-01-01", to: today }).points.map((one) => one.value),
    ).toEqual(["1700", "1700", "1700", "1710", "1712", "1712"]);
  });

  test("is a performance in which a purchase and a dividend within the bank are neither paid in nor taken out", () => {
    const found = performanceOf(daysOf(chunks), period);
    expect(found).toMatchObject({
      timeWeighted: { kind: "known", value: "0.0070588235", isEstimated: false },
      begin: { value: { amount: "1700" } },
      ...{ paidIn: { value: { amount: "0" } }, takenOut: { value: { amount: "0" } } },
      ...{ income: { value: { amount: "15" } }, taxes: { value: { amount: "-3" } } },
      ...{ fees: { value: { amount: "-5" } }, gain: { value: { amount: "12" } } },
    });
  });

  test("of instruments alone has them paid in and taken out, with the same dividend earned", () => {
    const found = performanceOf(daysOf(chunks, [kept(1, "custody")]), period);
    expect(found).toMatchObject({
      ...{ paidIn: { value: { amount: "500" } }, takenOut: { value: { amount: "12" } } },
      gain: { value: { amount: "12" } },
    });
  });

  test("without the list of one of two kinds of data has no return, and says from which day on", () => {
    const without = (cluster: DataCluster) => chunks.filter((one) => one.cluster !== cluster);
    const missing = { reason: "noFlow", accountId: accountNumber(1), day: "2026-01-02" };
    const found = performanceOf(daysOf(without("investmentTransactions")), period);
    expect(found).toMatchObject({ timeWeighted: { missing: [missing] }, end: { kind: "known" } });
  });

  test("of an account that holds money and instruments needs both lists", () => {
    const both = [
      chunk(1, "positions", [value("2026-01-01", "10")]),
      chunk(1, "balances", [value("2026-01-01", "5")]),
      chunk(1, "investmentTransactions", []),
    ];
    const told = { from: "2026-01-01", to: today };
    expect(toHistory(kept(1, "custody"), both, today).told).toEqual([]);
    const entries = { ...chunk(1, "transactions", []), to: "2026-01-04" };
    expect(toHistory(kept(1, "custody"), [...both, entries], today)).toMatchObject({
      ...{ isMoney: false, told: [{ ...told, to: "2026-01-03" }] },
    });
  });

  test("takes nothing of another account", () => {
    expect(toHistory(kept(3, "current"), chunks, today)).toMatchObject({ values: [], flows: [] });
  });
});
