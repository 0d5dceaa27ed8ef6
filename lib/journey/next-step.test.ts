import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ConnectionView } from "#lib/connections/view.ts";
import type { ConsentView } from "#lib/consent/view.ts";
import type { CredentialView } from "#lib/vault/view.ts";
import { isFirstJourney, nextStep } from "./next-step.ts";

const asked = { id: "con_1", state: "requested", isAnswerable: true, isInForce: false } as ConsentView;
const given = { ...asked, state: "given", isAnswerable: false, isInForce: true } as ConsentView;
const ended = { ...given, state: "withdrawn", isInForce: false } as ConsentView;

const connection = (state: ConnectionView["state"], more: Partial<ConnectionView> = {}) =>
  ({
    ...{ id: `cnx_${state}`, consentId: "con_1", credentialId: "crd_used", institutionId: "bank-a" },
    ...{ state, needs: null, ...more },
  }) as ConnectionView;
const kept = { id: "crd_kept", deletedAt: null } as CredentialView;
const used = { id: "crd_used", deletedAt: null } as CredentialView;

describe("the next step of a journey", () => {
  test.each<[string, Parameters<typeof nextStep>, number | string, string]>([
    ["a request is read first", [asked, [], []], 1, "/consents/con_1/answer"],
    [
      "one that was chosen from goes on with the choice",
      [{ ...asked, state: "presented" }, [], []],
      2,
      "/consents/con_1/answer/choose",
    ],
    [
      "a request whose time has passed is over",
      [{ ...asked, isAnswerable: false }, [], []],
      "over",
      "/consents/con_1",
    ],
    [
      "one that ended is over, whatever is connected",
      [ended, [connection("active")], []],
      "over",
      "/consents/con_1",
    ],
    ["once given, a bank is chosen", [given, [], []], 4, "/bank-access/add"],
    ["or the one that the invitation named", [given, [], [], "bank-b"], 5, "/bank-access/add/bank-b"],
    ["an access that is kept is used", [given, [], [kept], "bank-b"], 6, "/bank-access/connect/crd_kept"],
    [
      "but not one that was deleted",
      [given, [], [{ ...kept, deletedAt: "2026-01-01" }]],
      4,
      "/bank-access/add",
    ],
    ["nor one that has its own connection", [given, [connection("ended")], [used]], 4, "/bank-access/add"],
    [
      "a bank that asks is answered",
      [given, [connection("linking")], [used]],
      6,
      "/bank-access/cnx_linking/confirm",
    ],
    [
      "a password that the bank refused is entered anew",
      [given, [connection("linking", { needs: "credential" })], [used]],
      5,
      "/bank-access/add/bank-a",
    ],
    [
      "accounts are chosen",
      [given, [connection("choosing")], [used]],
      7,
      "/bank-access/cnx_choosing/accounts",
    ],
    [
      "of two banks the one that is further goes first",
      [given, [connection("linking"), connection("choosing")], []],
      7,
      "/bank-access/cnx_choosing/accounts",
    ],
    [
      "and then it is done",
      [given, [connection("linking"), connection("active")], []],
      "done",
      "/consents/con_1/done",
    ],
    [
      "what is connected under another consent is not this journey’s",
      [given, [connection("active", { consentId: "con_2" })], []],
      4,
      "/bank-access/add",
    ],
  ])("%s", (_rule, inputs, step, path) => {
    expect(nextStep(...inputs)).toEqual({ step, path });
  });

  test("never leads to a bank before the consent is given, and never back to the answer after it", () => {
    const states = ["linking", "choosing", "active", "ended"] as const;
    const connections = fc.array(
      fc.record({ state: fc.constantFrom(...states), consentId: fc.constantFrom("con_1", "con_2") }),
    );
    const consents = fc.constantFrom(asked, given, ended, { ...asked, isAnswerable: false });
    fc.assert(
      fc.property(consents, connections, fc.boolean(), (consent, some, isKept) => {
        const all = some.map(({ state, ...more }) => connection(state, more));
        const { step, path } = nextStep(consent, all, isKept ? [kept] : []);
        expect(path.startsWith("/bank-access"), path).toBe(typeof step === "number" && step >= 4);
        if (!consent.isInForce) expect(path.startsWith("/bank-access")).toBe(false);
        if (consent.isInForce) expect(path).not.toContain("/answer");
        expect(isFirstJourney(consent, all)).toBe(typeof step === "number" && step >= 4);
      }),
    );
  });
});
