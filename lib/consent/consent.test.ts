import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AppError } from "#lib/kernel/errors.ts";
import { type AccountId, newId } from "#lib/kernel/id.ts";
import * as model from "./consent.ts";
import { type Consent, type ConsentState, consentStates, consentTransitions, type Offer } from "./consent.ts";
import type { Terms } from "./terms.ts";
import { addDays, addMonths } from "./validity.ts";

const at = new Date("2026-03-10T12:00:00Z");
const terms: Terms = {
  recipients: { wholeTeam: true, advisorIds: [], clientIds: [] },
  clusters: [{ cluster: "balances", purposes: ["overview"], historyFrom: null, leavesOut: [] }],
  access: { kind: "oneOff" },
  duration: "P1M",
  retentionDays: 0,
  lawfulBasis: "consent",
};
const offer: Offer = { terms, accountIds: [newId("acc")], validUntil: addDays(at, 30) };

const requested: Consent = {
  ...{
    tenantId: newId("ten"),
    consentId: newId("con"),
    investorId: newId("per"),
    state: "requested",
    revision: 1,
  },
  ...{ terms, accountIds: null, region: "eu-nl", requestedBy: newId("per"), requestedAt: addDays(at, -1) },
  ...{ answerBy: addDays(at, 29), replacesId: null },
};

const accounts: readonly AccountId[] = [newId("acc")];

/** Every decision that there is about a consent, at one moment. */
const decisions: Readonly<Record<string, (consent: Consent, now: Date) => Consent>> = {
  present: model.present,
  give: (consent, now) => model.give(consent, { ...offer, validUntil: addDays(now, 7) }, now),
  decline: model.decline,
  amend: (consent, now) => model.amend(consent, offer, now),
  renew: (consent, now) => model.renew(consent, { ...offer, validUntil: addMonths(now, 12) }, now),
  chooseAccounts: (consent, now) => model.chooseAccounts(consent, accounts, now),
  withdraw: model.withdraw,
  terminate: model.terminate,
  expire: model.expire,
  revokeAtBank: model.revokeAtBank,
};

/** What the decision makes of it, or `null` where it is refused. */
function attempt(name: string, consent: Consent, now: Date): Consent | null {
  try {
    return decisions[name]?.(consent, now) ?? null;
  } catch (cause) {
    if (cause instanceof AppError) return null;
    throw cause;
  }
}

/** A consent in each state, reached by the decisions themselves. */
const reached: Readonly<Record<ConsentState, Consent>> = (() => {
  const presented = model.present(requested, at);
  const given = model.give(presented, offer, at);
  return {
    requested,
    presented,
    given,
    declined: model.decline(requested, at),
    expired: model.expire(given, offer.validUntil),
    withdrawn: model.withdraw(given, at),
    terminated: model.terminate(given, at),
    revokedAtBank: model.revokeAtBank(given, at),
  };
})();

/** Written a second time on purpose, as states in which each decision means something. */
const expected: Readonly<Record<string, string>> = {
  present: "requested presented",
  give: "presented",
  decline: "requested presented",
  amend: "given",
  renew: "given",
  chooseAccounts: "given",
  withdraw: "given",
  terminate: "requested presented given",
  expire: "",
  revokeAtBank: "given",
};

describe("a consent's life", () => {
  for (const state of consentStates) {
    for (const [name, states] of Object.entries(expected)) {
      const isAllowed = states.split(" ").includes(state);
      test(`${name} is ${isAllowed ? "possible" : "refused"} for a ${state} one`, () => {
        expect(attempt(name, reached[state], at) !== null).toBe(isAllowed);
      });
    }
  }

  test("goes along the table and along nothing else, whatever happens in whatever order", () => {
    const step = fc.record({
      name: fc.constantFrom(...Object.keys(decisions)),
      laterMs: fc.integer({ min: 0, max: 60 * 86_400_000 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        let consent: Consent = requested;
        let now = at;
        for (const { name, laterMs } of steps) {
          now = new Date(now.getTime() + laterMs);
          const after = attempt(name, consent, now);
          if (!after) continue;
          const next: readonly ConsentState[] = consentTransitions[consent.state];
          expect(after.state === consent.state || next.includes(after.state)).toBe(true);
          expect(after.revision - consent.revision).toBe(after === consent ? 0 : 1);
          if (after.state === "given") {
            expect(after.validUntil > now).toBe(true);
            expect(after.validUntil <= addMonths(after.confirmedAt, 12)).toBe(true);
          }
          if ("endedAt" in after) expect(consentTransitions[after.state]).toEqual([]);
          consent = after;
        }
      }),
    );
  });

  test("expires at its end and not a moment before", () => {
    const given = model.give(reached.presented, offer, at);
    const end = given.validUntil.getTime();
    expect(() => model.expire(given, new Date(end - 1))).toThrow("consent.changed");
    expect(model.expire(given, new Date(end)).state).toBe("expired");
    expect(() => model.requireInForce(given, new Date(end))).toThrow("consent.not_in_force");
    expect(model.requireInForce(given, new Date(end - 1))).toBe(given);
  });

  test("of a request ends with the day by which it had to be answered", () => {
    const late = requested.answerBy;
    expect(model.expire(requested, late)).toMatchObject({ state: "expired", validity: null });
    expect(() => model.give(reached.presented, { ...offer, validUntil: addDays(late, 7) }, late)).toThrow(
      "consent.not_open",
    );
    expect(() => model.present(requested, late)).toThrow("consent.not_open");
  });

  test.each([
    ["past", addDays(at, -1)],
    ["now", at],
    ["a minute beyond twelve months", new Date(addMonths(at, 12).getTime() + 60_000)],
  ])("is given with no end that is %s", (_when, validUntil) => {
    expect(() => model.give(reached.presented, { ...offer, validUntil }, at)).toThrow(
      "consent.terms_invalid",
    );
    expect(() => model.renew(reached.given, { ...offer, validUntil }, at)).toThrow("consent.terms_invalid");
  });

  test("goes on in a new consent after its end, except against compliance", () => {
    for (const state of consentStates) {
      const isAllowed = ["declined", "expired", "withdrawn", "revokedAtBank"].includes(state);
      const ask = () => model.reEstablish(reached[state]);
      if (isAllowed) expect(ask()).toMatchObject({ terms, consentId: requested.consentId });
      else expect(ask).toThrow("consent.not_re_establishable");
    }
  });
});

describe("the accounts of a consent", () => {
  const ids = Array.from({ length: 12 }, () => newId("acc"));

  test("only ever become more by choosing, each once, in the order in which they were chosen", () => {
    const choices = fc.array(fc.subarray(ids, { minLength: 1 }), { maxLength: 6 });
    fc.assert(
      fc.property(choices, (list) => {
        let consent: Consent = { ...reached.given, accountIds: null };
        for (const accountIds of list) {
          const before: readonly AccountId[] = consent.accountIds ?? [];
          const isNew = accountIds.some((id) => !before.includes(id));
          if (!isNew) {
            expect(() => model.chooseAccounts(consent, accountIds, at)).toThrow("consent.accounts_chosen");
            continue;
          }
          consent = model.chooseAccounts(consent, accountIds, at);
          expect(consent.accountIds?.slice(0, before.length)).toEqual(before);
          expect(new Set(consent.accountIds)).toEqual(new Set([...before, ...accountIds]));
          expect(consent.accountIds?.length).toBe(new Set(consent.accountIds).size);
        }
      }),
    );
  });

  test("are no more than a consent can name", () => {
    const many = Array.from({ length: 200 }, () => newId("acc"));
    const full = model.chooseAccounts({ ...reached.given, accountIds: null }, many, at);
    expect(() => model.chooseAccounts(full, [newId("acc")], at)).toThrow("consent.terms_invalid");
  });
});
