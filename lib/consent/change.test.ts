import { describe, expect, test } from "vitest";
import { newId } from "#lib/kernel/id.ts";
import { ChangeForm, changeableClusters, changeableHistories, changeOf } from "./change.ts";
import type { GivenConsent } from "./consent.ts";
import { type Terms, termsSchema } from "./terms.ts";

const today = "2026-05-20";
const [ana, consentId] = [newId("per"), newId("con")];
const [one, two] = [newId("acc"), newId("acc")];
const terms: Terms = {
  recipients: { wholeTeam: true, advisorIds: [], clientIds: [] },
  clusters: [
    { cluster: "balances", purposes: ["overview"], historyFrom: null, leavesOut: [] },
    { cluster: "transactions", purposes: ["advice"], historyFrom: "2026-01-01", leavesOut: ["paymentTexts"] },
  ],
  access: { kind: "oneOff" },
  ...{ duration: "P6M", retentionDays: 30, lawfulBasis: "contract" },
};
const consent = { terms, accountIds: [one, two] } as unknown as GivenConsent;
const form = {
  ...{ consentId, cluster: ["balances", "transactions"], item: "counterparties", history: "asked" },
  ...{ who: "team", accounts: "asked", account: [one, two] },
};
const change = (more: object, of = consent) => changeOf(of, ChangeForm.parse({ ...form, ...more }), today);

describe("a change of a consent", () => {
  test("is nothing where everything stays ticked", () => {
    expect(change({})).toEqual({
      clusters: terms.clusters,
      recipients: terms.recipients,
      accountIds: [one, two],
    });
  });

  test("adds a kind of data for no other purposes, and with no longer a past than there is", () => {
    const { clusters } = change({ cluster: ["balances", "investmentTransactions"] });
    expect(clusters?.[1]).toEqual({
      cluster: "investmentTransactions",
      purposes: ["overview", "advice"],
      historyFrom: "2026-01-01",
      leavesOut: [],
    });
    expect(termsSchema.parse({ ...terms, clusters })).toMatchObject({ clusters });
  });

  test("gives what is added a past from today where nothing has one", () => {
    const [balances] = terms.clusters;
    const added = changeableClusters({ ...terms, clusters: balances ? [balances] : [] }, today);
    expect(added.filter(({ historyFrom }) => historyFrom !== null)).toEqual([
      expect.objectContaining({ cluster: "transactions", historyFrom: today }),
      expect.objectContaining({ cluster: "investmentTransactions", historyFrom: today }),
    ]);
  });

  test("never reaches further back", () => {
    expect(changeableHistories(terms, today).map(({ choice }) => choice)).toEqual(["asked", "P90D", "today"]);
    const tampered = change({ history: "P12M" });
    expect(tampered.clusters?.[1]?.historyFrom).toBe("2026-01-01");
    expect(change({ history: "today" }).clusters?.[1]?.historyFrom).toBe(today);
  });

  test("leaves accounts out and brings none in", () => {
    expect(change({ account: two }).accountIds).toEqual([two]);
    expect(() => change({ account: [one, newId("acc")] })).toThrow("consent.terms_invalid");
    expect(() => change({ accounts: "none", account: undefined })).toThrow("consent.terms_invalid");
    const none = { ...consent, accountIds: null } as GivenConsent;
    expect(change({ accounts: "none", account: undefined }, none)).not.toHaveProperty("accountIds");
  });

  test.each([
    ["no account", { account: undefined }, "account"],
    ["no kind of data", { cluster: undefined }, "cluster"],
    ["nobody", { who: "named" }, "named"],
  ])("with %s is told at the field", (_what, more, field) => {
    const { error } = ChangeForm.safeParse({ ...form, ...more });
    expect(error?.issues.map(({ path }) => path.join("."))).toEqual([field]);
  });

  test("names people instead of the team", () => {
    expect(change({ who: "named", named: ana }).recipients).toEqual({
      ...{ wholeTeam: false, advisorIds: [ana], clientIds: [] },
    });
  });
});
