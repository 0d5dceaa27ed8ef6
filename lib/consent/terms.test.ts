import { describe, expect, test } from "vitest";
import type { Leavable } from "#lib/kernel/data-cluster.ts";
import { newId } from "#lib/kernel/id.ts";
import { choose, type Terms, termsSchema } from "./terms.ts";

const [ana, bo] = [newId("per"), newId("per")];
const asked: Terms = {
  recipients: { wholeTeam: false, advisorIds: [ana, bo], clientIds: [newId("cli")] },
  clusters: [
    { cluster: "balances", purposes: ["overview", "advice"], historyFrom: null, leavesOut: [] },
    { cluster: "transactions", purposes: ["overview"], historyFrom: "2025-01-01", leavesOut: [] },
  ],
  access: { kind: "ongoing", perDay: 2 },
  duration: "P6M",
  retentionDays: 30,
  lawfulBasis: "contract",
};
const [balances, payments] = asked.clusters;
if (!balances || !payments) throw new Error("two kinds of data are asked for");

describe("what a consent can be asked for", () => {
  test("is read as it is", () => {
    expect(termsSchema.parse(asked)).toEqual(asked);
  });

  test.each<[string, object]>([
    ["an unknown kind of data", { clusters: [{ ...balances, cluster: "passwords" }] }],
    ["no data", { clusters: [] }],
    ["the same data twice", { clusters: [balances, balances] }],
    ["a purpose that is not on the list", { clusters: [{ ...balances, purposes: ["marketing"] }] }],
    ["no purpose", { clusters: [{ ...balances, purposes: [] }] }],
    ["a past of what has none", { clusters: [{ ...balances, historyFrom: "2025-01-01" }] }],
    ["a day that is none", { clusters: [{ ...payments, historyFrom: "2025-02-30" }] }],
    ["nobody", { recipients: { wholeTeam: false, advisorIds: [], clientIds: [] } }],
    ["the team and some of it", { recipients: { wholeTeam: true, advisorIds: [ana], clientIds: [] } }],
    ["the same advisor twice", { recipients: { wholeTeam: false, advisorIds: [ana, ana], clientIds: [] } }],
    [
      "a consent's identifier as an advisor's",
      { recipients: { wholeTeam: false, advisorIds: [newId("con")], clientIds: [] } },
    ],
    ["more than four times a day", { access: { kind: "ongoing", perDay: 5 } }],
    ["a duration that is not on the list", { duration: "P24M" }],
    ["keeping it for more than a year", { retentionDays: 366 }],
    ["a field that nobody knows", { force: true }],
  ])("is never %s", (_what, wrong) => {
    expect(termsSchema.safeParse({ ...asked, ...wrong }).success).toBe(false);
  });
});

describe("what is left out of payments", () => {
  const { leavesOut: _, ...before } = payments;

  test("is nothing in terms from before it could be said", () => {
    expect(termsSchema.parse({ ...asked, clusters: [before] }).clusters).toEqual([payments]);
  });

  test("is said once, and of nothing but payments", () => {
    const parse = (cluster: object) => termsSchema.safeParse({ ...asked, clusters: [cluster] }).success;
    expect(parse({ ...payments, leavesOut: ["counterparties", "paymentTexts"] })).toBe(true);
    expect(parse({ ...payments, leavesOut: ["counterparties", "counterparties"] })).toBe(false);
    expect(parse({ ...payments, leavesOut: ["amounts"] })).toBe(false);
    expect(parse({ ...balances, leavesOut: ["counterparties"] })).toBe(false);
  });

  test("can be more than was asked for, and never less", () => {
    const leaving = (...leavesOut: Leavable[]) => ({ clusters: [{ ...payments, leavesOut }] });
    const without = { ...asked, ...leaving("counterparties") };
    expect(choose(asked, leaving("paymentTexts")).clusters).toEqual(leaving("paymentTexts").clusters);
    expect(choose(without, leaving("counterparties", "paymentTexts")).clusters).toHaveLength(1);
    expect(choose(without, leaving("counterparties")).clusters).toHaveLength(1);
    for (const less of [leaving(), leaving("paymentTexts")]) {
      expect(() => choose(without, less)).toThrow("consent.terms_invalid");
    }
  });
});

describe("what an investor chooses of it", () => {
  test("can be less in every respect", () => {
    const less = {
      recipients: { wholeTeam: false, advisorIds: [ana], clientIds: [] },
      clusters: [
        { cluster: "transactions", purposes: ["overview"], historyFrom: "2026-01-01", leavesOut: [] },
      ],
      access: { kind: "oneOff" },
      duration: "P7D",
    } satisfies Parameters<typeof choose>[1];
    expect(choose(asked, less)).toEqual({ ...asked, ...less });
    const team = { ...asked, recipients: { wholeTeam: true, advisorIds: [], clientIds: [] } };
    const named = { recipients: { wholeTeam: false, advisorIds: [bo], clientIds: [] } };
    expect(choose(team, named).recipients).toEqual(named.recipients);
  });

  test.each<[string, Parameters<typeof choose>[1]]>([
    [
      "other data",
      { clusters: [{ cluster: "positions", purposes: ["overview"], historyFrom: null, leavesOut: [] }] },
    ],
    ["another purpose", { clusters: [{ ...balances, purposes: ["reporting"] }] }],
    ["a longer past", { clusters: [{ ...payments, historyFrom: "2024-12-31" }] }],
    ["all of the past", { clusters: [{ ...payments, historyFrom: null }] }],
    ["the whole team", { recipients: { wholeTeam: true, advisorIds: [], clientIds: [] } }],
    ["another advisor", { recipients: { wholeTeam: false, advisorIds: [newId("per")], clientIds: [] } }],
    ["another program", { recipients: { wholeTeam: false, advisorIds: [], clientIds: [newId("cli")] } }],
    ["more often", { access: { kind: "ongoing", perDay: 3 } }],
  ])("is never %s", (_what, more) => {
    expect(() => choose(asked, more)).toThrow("consent.terms_invalid");
  });
});
