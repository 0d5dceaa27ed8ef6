import { describe, expect, test } from "vitest";
import { newId } from "#lib/kernel/id.ts";
import {
  type AccessNeed,
  type AccessRefusal,
  type Asker,
  accessRefusals,
  type BankSide,
  checkAccess,
} from "./access.ts";
import type { Consent, GivenConsent } from "./consent.ts";
import * as model from "./consent.ts";
import type { Terms } from "./terms.ts";
import { addDays } from "./validity.ts";

const now = new Date("2026-03-10T12:00:00Z");
const [investorId, advisorId, clientId, accountId] = [newId("per"), newId("per"), newId("cli"), newId("acc")];
const terms: Terms = {
  recipients: { wholeTeam: false, advisorIds: [advisorId], clientIds: [clientId] },
  clusters: [
    { cluster: "balances", purposes: ["overview"], historyFrom: null, leavesOut: [] },
    { cluster: "transactions", purposes: ["overview"], historyFrom: "2025-03-01", leavesOut: [] },
  ],
  access: { kind: "ongoing", perDay: 4 },
  duration: "P3M",
  retentionDays: 0,
  lawfulBasis: "consent",
};
const given: GivenConsent = {
  ...{ tenantId: newId("ten"), consentId: newId("con"), investorId, state: "given", revision: 3, terms },
  ...{ accountIds: [accountId], region: "eu-nl", requestedBy: advisorId, requestedAt: addDays(now, -2) },
  ...{
    answerBy: addDays(now, 28),
    replacesId: null,
    givenAt: addDays(now, -1),
    confirmedAt: addDays(now, -1),
  },
  validUntil: addDays(now, 30),
};
const need: AccessNeed = { investorId, accountId, cluster: "balances", from: "2026-03-10" };
const payments = (from: string | null): AccessNeed => ({ ...need, cluster: "transactions", from });

const advisor = (standing: "member" | "disabled" | "notAMember" = "member", personId = advisorId): Asker => ({
  kind: "advisor",
  personId,
  standing,
});
const bank = (more: Partial<BankSide> = {}): Asker => ({
  kind: "bankAccess",
  bank: {
    hasCredential: true,
    bankConsentUntil: addDays(now, 1),
    lastScaAt: addDays(now, -179),
    unattendedReadsToday: 3,
    hasBeenRead: true,
    isAttended: false,
    region: "eu-nl",
    ...more,
  },
});
const program = (id = clientId): Asker => ({ kind: "client", clientId: id });
const withTerms = (more: Partial<Terms>): GivenConsent => ({ ...given, terms: { ...terms, ...more } });
const oneOff = withTerms({ access: { kind: "oneOff" } });
const withoutNames = withTerms({
  clusters: terms.clusters.map((one) =>
    one.cluster === "transactions" ? { ...one, leavesOut: ["counterparties" as const] } : one,
  ),
});
const presented = { ...model.present({ ...given, state: "requested" } as Consent, now) };

const allowed: readonly [string, Asker, AccessNeed, Consent][] = [
  ["an advisor who is named", advisor(), need, given],
  [
    "an advisor of a team that is",
    advisor("member", newId("per")),
    need,
    withTerms({ recipients: { wholeTeam: true, advisorIds: [], clientIds: [] } }),
  ],
  ["a program that is named", program(), need, given],
  ["payments from the first day on", advisor(), payments("2025-03-01"), given],
  ["a bank call", bank(), need, given],
  [
    "a payment of which what is left out is not held",
    bank(),
    { ...payments("2025-03-01"), holds: ["paymentTexts"] },
    withoutNames,
  ],
  [
    "a bank call for the list of accounts",
    bank(),
    { ...need, accountId: null },
    { ...given, accountIds: null },
  ],
  ["a bank that keeps no consent of its own", bank({ bankConsentUntil: "none" }), need, given],
  ["a bank call the investor is there for", bank({ isAttended: true, unattendedReadsToday: 4 }), need, given],
  ["the one read of a one-off consent", bank({ hasBeenRead: false }), need, oneOff],
  ["SCA of exactly 180 days ago", bank({ lastScaAt: addDays(now, -180) }), need, given],
];

const refused: readonly [AccessRefusal[], string, Asker, AccessNeed, Consent[]][] = [
  [["noConsent"], "nothing was ever asked", advisor(), need, []],
  [
    ["noConsent"],
    "the consent is another investor's",
    advisor(),
    need,
    [{ ...given, investorId: newId("per") }],
  ],
  [["notGiven"], "it is only shown yet", advisor(), need, [presented]],
  [
    ["declined"],
    "it was declined",
    advisor(),
    need,
    [{ ...model.decline(presented, now), accountIds: [accountId] }],
  ],
  [["expired"], "it has just ended", advisor(), need, [{ ...given, validUntil: now }]],
  [["expired"], "it was closed", advisor(), need, [model.expire({ ...given, validUntil: now }, now)]],
  [["withdrawn"], "it was withdrawn", advisor(), need, [model.withdraw(given, now)]],
  [["terminated"], "compliance ended it", advisor(), need, [model.terminate(given, now)]],
  [["revokedAtBank"], "it was ended at the bank", advisor(), need, [model.revokeAtBank(given, now)]],
  [["recipientNotNamed"], "the advisor is another", advisor("member", newId("per")), need, [given]],
  [["recipientNotNamed"], "the program is another", program(newId("cli")), need, [given]],
  [["notAMember"], "the advisor is not of the firm", advisor("notAMember"), need, [given]],
  [["advisorDisabled"], "the advisor has left", advisor("disabled"), need, [given]],
  [
    ["clusterNotCovered"],
    "the data is of another kind",
    advisor(),
    { ...need, cluster: "positions" },
    [given],
  ],
  [["accountNotCovered"], "the account is another", advisor(), { ...need, accountId: newId("acc") }, [given]],
  [["accountsNotChosen"], "no account is chosen", advisor(), need, [{ ...given, accountIds: null }]],
  [["historyNotCovered"], "a day before the first is asked for", advisor(), payments("2025-02-28"), [given]],
  [["historyNotCovered"], "all of the past is asked for", advisor(), payments(null), [given]],
  [
    ["itemNotCovered"],
    "it holds what is left out",
    bank(),
    { ...payments("2025-03-01"), holds: ["counterparties"] },
    [withoutNames],
  ],
  [["alreadyRead"], "a one-off consent was used", bank(), need, [oneOff]],
  [["readTooOften"], "the bank was asked four times", bank({ unattendedReadsToday: 4 }), need, [given]],
  [["credentialMissing"], "there is no bank access", bank({ hasCredential: false }), need, [given]],
  [
    ["bankConsentMissing"],
    "the bank's consent is not known",
    bank({ bankConsentUntil: null }),
    need,
    [given],
  ],
  [["bankConsentTooOld"], "the bank's consent has ended", bank({ bankConsentUntil: now }), need, [given]],
  [["scaMissing"], "SCA was never given", bank({ lastScaAt: null }), need, [given]],
  [
    ["scaTooOld"],
    "SCA is more than 180 days old",
    bank({ lastScaAt: new Date(addDays(now, -180).getTime() - 1) }),
    need,
    [given],
  ],
  [["regionMismatch"], "the data would go elsewhere", bank({ region: "ch-zh" }), need, [given]],
];

describe("access", () => {
  test.each(allowed)("is allowed to %s", (_who, asker, what, consent) => {
    expect(checkAccess(asker, what, [consent], now)).toEqual({ allowed: true, consent });
  });

  test.each(refused)("is refused as %s where %s", (reasons, _why, asker, what, consents) => {
    expect(checkAccess(asker, what, consents, now)).toEqual({ allowed: false, reasons });
  });

  test("is refused for every reason there is by one of these cases", () => {
    expect(new Set(refused.flatMap(([reasons]) => reasons))).toEqual(new Set(accessRefusals));
  });

  test("of investors is to their own without a consent, and to nobody else's", () => {
    const own = { kind: "investor", personId: investorId } as const;
    expect(checkAccess(own, need, [], now).allowed).toBe(true);
    expect(checkAccess({ ...own, personId: newId("per") }, need, [given], now)).toEqual({
      allowed: false,
      reasons: ["noConsent"],
    });
  });

  test("needs one consent that covers all of it: two halves are not a whole", () => {
    const other = newId("acc");
    const halves = [
      withTerms({ clusters: [terms.clusters[0] as Terms["clusters"][number]] }),
      { ...given, accountIds: [other] },
    ];
    expect(checkAccess(advisor(), payments("2025-03-01"), halves, now)).toEqual({
      allowed: false,
      reasons: ["clusterNotCovered"],
    });
    expect(checkAccess(advisor(), need, [...halves, given], now)).toMatchObject({ allowed: true });
  });

  test("says everything that is lacking, and of a consent in force before one that ended", () => {
    const ended = model.withdraw(given, now);
    const verdict = checkAccess(bank({ hasCredential: false, lastScaAt: null }), need, [ended, given], now);
    expect(verdict).toEqual({ allowed: false, reasons: ["credentialMissing", "scaMissing"] });
  });
});
