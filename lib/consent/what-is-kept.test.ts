import { describe, expect, test } from "vitest";
import { newId } from "#lib/kernel/id.ts";
import type { Consent, EndedConsent, GivenConsent } from "./consent.ts";
import type { ClusterTerms } from "./terms.ts";
import { addDays } from "./validity.ts";
import { whatIsKept } from "./what-is-kept.ts";

const now = new Date("2026-06-01T12:00:00Z");
const [one, other] = [newId("acc"), newId("acc")];
const payments = (more: Partial<ClusterTerms> = {}): ClusterTerms => ({
  ...{ cluster: "transactions", purposes: ["advice"], historyFrom: "2026-01-01", leavesOut: [], ...more },
});
const balances: ClusterTerms = {
  ...{ cluster: "balances", purposes: ["advice"], historyFrom: null, leavesOut: [] },
};

const given = (clusters: readonly ClusterTerms[], accountIds = [one]): GivenConsent => ({
  ...{
    tenantId: newId("ten"),
    consentId: newId("con"),
    investorId: newId("per"),
    revision: 3,
    region: "eu-nl",
  },
  terms: {
    recipients: { wholeTeam: true, advisorIds: [], clientIds: [] },
    clusters: [...clusters],
    access: { kind: "ongoing", perDay: 4 },
    duration: "P6M",
    retentionDays: 30,
    lawfulBasis: "contract",
  },
  ...{ accountIds, requestedBy: newId("per"), requestedAt: now, answerBy: now, replacesId: null },
  ...{ state: "given", givenAt: now, confirmedAt: now, validUntil: addDays(now, 30) },
});
const ended = (consent: GivenConsent, daysAgo: number, more: Partial<EndedConsent> = {}): Consent => ({
  ...consent,
  ...{
    state: "withdrawn",
    endedAt: addDays(now, -daysAgo),
    deleteDataNow: false,
    validity: consent,
    ...more,
  },
});
const kept = (...consents: Consent[]) =>
  [...whatIsKept(consents, now)].flatMap(([accountId, clusters]) =>
    [...clusters].map(([cluster, { from, leavesOut }]) => [
      ...[accountId === one ? "one" : "other", cluster, from, leavesOut.join(" ")],
    ]),
  );

describe("what is kept of an investor's data", () => {
  test("is what the consents in force cover, account by account and kind by kind", () => {
    expect(kept(given([payments()]), given([balances], [one, other]))).toEqual([
      ["one", "transactions", "2026-01-01", ""],
      ["one", "balances", null, ""],
      ["other", "balances", null, ""],
    ]);
  });

  test("where several cover the same, is what the one that covers most of it does", () => {
    const less = payments({ historyFrom: "2026-03-01", leavesOut: ["counterparties", "paymentTexts"] });
    const more = payments({ historyFrom: "2025-03-01", leavesOut: ["paymentTexts"] });
    const all = [["one", "transactions", "2025-03-01", "paymentTexts"]];
    expect(kept(given([less]), given([more]))).toEqual(all);
    expect(kept(given([more]), given([less]))).toEqual(all);
    expect(kept(given([less]), given([payments({ historyFrom: null })]))).toEqual([
      ["one", "transactions", null, ""],
    ]);
  });

  test("stays for as long after an end as was agreed to, to the millisecond", () => {
    const consent = given([balances]);
    expect(kept(ended(consent, 29.999))).toHaveLength(1);
    expect(kept(ended(consent, 30))).toEqual([]);
  });

  test("goes with the consent where the investor said so", () => {
    expect(kept(ended(given([balances]), 0, { deleteDataNow: true }))).toEqual([]);
  });

  test("is nothing by a consent that was never given, or names no accounts", () => {
    expect(kept(ended(given([balances]), 1, { validity: null }))).toEqual([]);
    expect(kept({ ...given([balances]), state: "presented" } as Consent)).toEqual([]);
    expect(kept({ ...given([balances]), accountIds: null })).toEqual([]);
  });

  test("stays by one that is past its end until that is noted, and its time after it begins", () => {
    expect(kept({ ...given([balances]), validUntil: addDays(now, -400) })).toHaveLength(1);
  });
});
