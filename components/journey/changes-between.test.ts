import { describe, expect, test } from "vitest";
import type { ConsentView } from "#lib/consent/view.ts";
import { changesBetween } from "./changes-between.ts";

const [ana, bo] = [
  { id: "per_1", name: "Ana" },
  { id: "per_2", name: "Bo" },
];
const consent = {
  recipients: { wholeTeam: false, advisors: [ana], programs: [] },
  clusters: [
    { cluster: "balances", purposes: ["overview"], historyFrom: null, leavesOut: [] },
    {
      cluster: "transactions",
      purposes: ["overview"],
      historyFrom: "2026-01-01",
      leavesOut: ["counterparties"],
    },
  ],
  accountIds: ["acc_1", "acc_2"],
  validUntil: "2026-12-01T10:00:00.000Z",
} as unknown as ConsentView;
const [balances, payments] = consent.clusters as [ConsentView["clusters"][0], ConsentView["clusters"][0]];

describe("what changes of a consent", () => {
  test("is nothing where nothing does", () => {
    expect(changesBetween(consent, structuredClone(consent))).toEqual([]);
  });

  test.each<[string, Partial<ConsentView>, readonly object[]]>([
    [
      "a kind of data that comes and one that goes",
      { clusters: [payments, { ...balances, cluster: "positions" }] },
      [
        { what: "cluster", change: "removed", cluster: "balances" },
        { what: "cluster", change: "added", cluster: "positions" },
      ],
    ],
    [
      "single items and the past of payments",
      { clusters: [balances, { ...payments, historyFrom: null, leavesOut: ["paymentTexts"] }] },
      [
        { what: "history", change: "changed", cluster: "transactions", from: "2026-01-01", to: null },
        { what: "item", change: "removed", item: "paymentTexts" },
        { what: "item", change: "added", item: "counterparties" },
      ],
    ],
    [
      "one advisor for another",
      { recipients: { wholeTeam: false, advisors: [bo], programs: [] } },
      [
        { what: "advisor", change: "removed", name: "Ana" },
        { what: "advisor", change: "added", name: "Bo" },
      ],
    ],
    [
      "the whole team instead of one",
      { recipients: { wholeTeam: true, advisors: [], programs: [] } },
      [
        { what: "team", change: "added" },
        { what: "advisor", change: "removed", name: "Ana" },
      ],
    ],
    ["an account less", { accountIds: ["acc_2"] }, [{ what: "accounts", change: "removed", count: 1 }]],
    [
      "another end",
      { validUntil: "2027-03-01T10:00:00.000Z" },
      [{ what: "end", change: "changed", from: consent.validUntil, to: "2027-03-01T10:00:00.000Z" }],
    ],
  ])("is %s", (_what, more, changes) => {
    expect(changesBetween(consent, { ...consent, ...more })).toEqual(changes);
  });
});
