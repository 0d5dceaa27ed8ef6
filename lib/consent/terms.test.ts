import { describe, expect, test } from "vitest";
import { newId } from "#lib/kernel/id.ts";
import { choose, type Terms, termsSchema } from "./terms.ts";

const [ana, bo] = [newId("per"), newId("per")];
const asked: Terms = {
  recipients: { wholeTeam: false, advisorIds: [ana, bo], clientIds: [newId("cli")] },
  clusters: [
    { cluster: "balances", purposes: ["overview", "advice"], historyFrom: null },
    { cluster: "transactions", purposes: ["overview"], historyFrom: "2025-01-01" },
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

describe("what an investor chooses of it", () => {
  test("can be less in every respect", () => {
    const less = {
      recipients: { wholeTeam: false, advisorIds: [ana], clientIds: [] },
      clusters: [{ cluster: "transactions", purposes: ["overview"], historyFrom: "2026-01-01" }],
      access: { kind: "oneOff" },
      duration: "P7D",
    } satisfies Parameters<typeof choose>[1];
    expect(choose(asked, less)).toEqual({ ...asked, ...less });
    const team = { ...asked, recipients: { wholeTeam: true, advisorIds: [], clientIds: [] } };
    const named = { recipients: { wholeTeam: false, advisorIds: [bo], clientIds: [] } };
    expect(choose(team, named).recipients).toEqual(named.recipients);
  });

  test.each<[string, Parameters<typeof choose>[1]]>([
    ["other data", { clusters: [{ cluster: "positions", purposes: ["overview"], historyFrom: null }] }],
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
