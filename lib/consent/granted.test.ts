import { describe, expect, test } from "vitest";
import { newId } from "#lib/kernel/id.ts";
import type { Asker } from "./access.ts";
import type { GivenConsent } from "./consent.ts";
import { grantedTo } from "./granted.ts";
import { addDays } from "./validity.ts";

const now = new Date("2026-03-10T12:00:00Z");
const [investorId, advisorId] = [newId<"per">("per"), newId<"per">("per")];
const [one, other] = [newId<"acc">("acc"), newId<"acc">("acc")];
const advisor: Asker = { kind: "advisor", personId: advisorId, standing: "member" };

const given = (more: Partial<GivenConsent> = {}, historyFrom: string | null = null): GivenConsent => ({
  ...{ tenantId: newId("ten"), consentId: newId("con"), investorId, state: "given", revision: 3 },
  terms: {
    recipients: { wholeTeam: false, advisorIds: [advisorId], clientIds: [] },
    clusters: [{ cluster: "transactions", purposes: ["overview"], historyFrom, leavesOut: [] }],
    access: { kind: "ongoing", perDay: 4 },
    ...{ duration: "P3M", retentionDays: 0, lawfulBasis: "consent" },
  },
  ...{ accountIds: [one], region: "eu-nl", requestedBy: advisorId, requestedAt: addDays(now, -2) },
  ...{ answerBy: addDays(now, 28), replacesId: null, givenAt: now, confirmedAt: now },
  validUntil: addDays(now, 30),
  ...more,
});
const see = (consents: readonly GivenConsent[], asker: Asker = advisor) =>
  grantedTo(asker, investorId, consents, now);

describe("what a recipient may see of an investor", () => {
  test("is each kind of each account that a consent names, with the days and the consent", () => {
    const consent = given({ accountIds: [one, other] }, "2025-01-01");
    const { consentId } = consent;
    const seen = { cluster: "transactions", historyFrom: "2025-01-01", consentIds: [consentId] };
    expect(see([consent])).toEqual([
      { ...seen, accountId: one },
      { ...seen, accountId: other },
    ]);
  });

  test("under two consents reaches as far back as the further one, and names both", () => {
    const [first, second] = [given({}, "2025-06-01"), given({}, "2025-01-01")];
    for (const order of [
      [first, second],
      [second, first],
    ]) {
      expect(see(order)).toMatchObject([
        { historyFrom: "2025-01-01", consentIds: order.map(({ consentId }) => consentId) },
      ]);
    }
    expect(see([first, given()])).toMatchObject([{ historyFrom: null }]);
  });

  test("is nothing past the end, without accounts, of another investor, or for whom it does not name", () => {
    const nothing = [
      given({ validUntil: now }),
      given({ accountIds: null }),
      given({ investorId: newId("per") }),
    ];
    for (const consent of nothing) expect(see([consent])).toEqual([]);
    const others: Asker[] = [
      { kind: "advisor", personId: newId("per"), standing: "member" },
      { kind: "advisor", personId: advisorId, standing: "disabled" },
      { kind: "client", clientId: newId("cli") },
    ];
    for (const asker of others) expect(see([given()], asker)).toEqual([]);
  });
});
