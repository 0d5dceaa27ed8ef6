import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { newId } from "#lib/kernel/id.ts";
import {
  type Answer,
  type Asked,
  answers,
  expiryOf,
  type Invitation,
  invitationStates,
  isResendable,
  isRevocable,
  type LinkFacts,
  lifetimeMs,
  linkStateOf,
  mailPauseMs,
  mostMailings,
  resend,
  revoke,
  stateOf,
} from "./invitation.ts";

const start = new Date("2026-03-02T10:00:00Z");
const later = (ms: number) => new Date(start.getTime() + ms);
const dayMs = 86_400_000;

const asked = (more: Partial<Invitation> = {}, answer: Answer = "asked"): Asked => ({
  invitation: {
    ...{ tenantId: newId("ten"), invitationId: newId("inv"), investorId: newId("per") },
    ...{ consentId: newId("con"), invitedBy: newId("per"), institutionId: null, externalReference: null },
    ...{ locale: "en", mailings: 1, askedAt: start, sentAt: later(1_000), expiresAt: later(lifetimeMs) },
    ...{ acceptedAt: null, revokedAt: null, createdAt: start },
    ...more,
  },
  answer,
  answerBy: later(30 * dayMs),
});

describe("the state of an invitation", () => {
  test.each<[string, Asked, Date, string]>([
    ["whose mail has not left", asked({ sentAt: null }), later(0), "queued"],
    ["that was mailed", asked(), later(dayMs), "sent"],
    ["that was accepted", asked({ acceptedAt: later(dayMs) }), later(2 * dayMs), "accepted"],
    ["whose request was read in the portal", asked({}, "shown"), later(dayMs), "accepted"],
    ["that was answered with yes", asked({}, "given"), later(dayMs), "given"],
    ["that was answered with no", asked({}, "declined"), later(dayMs), "declined"],
    ["on its last moment", asked(), later(lifetimeMs - 1), "sent"],
    ["whose time is over", asked(), later(lifetimeMs), "expired"],
    ["whose request lapsed", asked({}, "lapsed"), later(dayMs), "expired"],
    ["whose request has passed its end, closed or not", asked({}, "shown"), later(30 * dayMs), "expired"],
    ["whose consent has ended", asked({}, "ended"), later(dayMs), "over"],
    ["that was taken back", asked({ revokedAt: later(1) }, "ended"), later(dayMs), "takenBack"],
  ])("%s", (_which, one, now, state) => {
    expect(stateOf(one, now)).toBe(state);
  });

  test("is one of the list, whatever is written and whenever one looks", () => {
    const moment = fc.option(
      fc.integer({ min: 0, max: 40 * dayMs }).map((ms) => later(ms)),
      { nil: null },
    );
    fc.assert(
      fc.property(moment, moment, moment, fc.constantFrom(...answers), fc.nat(40), (...drawn) => {
        const [sentAt, acceptedAt, revokedAt, answer, days] = drawn;
        const one = asked({ sentAt, acceptedAt, revokedAt }, answer);
        const now = later(days * dayMs);
        expect(invitationStates).toContain(stateOf(one, now));
        // What is over is neither mailed again nor taken back.
        if (["given", "declined", "over", "takenBack"].includes(stateOf(one, now))) {
          expect([isResendable(one, now), isRevocable(one)]).toEqual([false, false]);
        }
      }),
    );
  });
});

describe("another mail", () => {
  test("has a mailing of its own, two more weeks, and no link yet", () => {
    const now = later(3 * dayMs);
    const next = resend(asked(), now);
    expect(next).toMatchObject({ mailings: 2, askedAt: now, sentAt: null, expiresAt: later(17 * dayMs) });
  });

  test("can be asked for after the link has expired, and never outlives the request", () => {
    expect(resend(asked(), later(20 * dayMs)).expiresAt).toEqual(later(30 * dayMs));
    expect(() => resend(asked(), later(30 * dayMs))).toThrow("invitation.not_open");
    expect(expiryOf(start, later(dayMs))).toEqual(later(dayMs));
  });

  test("is refused while the last one may still be on its way", () => {
    expect(() => resend(asked(), later(mailPauseMs - 1))).toThrow("invitation.too_soon");
    expect(() => resend(asked(), later(mailPauseMs))).not.toThrow();
  });

  test.each<[string, Asked]>([
    ["accepted", asked({ acceptedAt: later(1) })],
    ["taken back", asked({ revokedAt: later(1) })],
    ["mailed as often as it may be", asked({ mailings: mostMailings })],
    ["begun to be answered", asked({}, "shown")],
    ["answered", asked({}, "given")],
  ])("is refused once it was %s", (_what, one) => {
    expect(() => resend(one, later(dayMs))).toThrow("invitation.not_open");
  });
});

describe("taking it back", () => {
  test("is possible until the request is answered, accepted or not", () => {
    expect(revoke(asked(), later(1)).revokedAt).toEqual(later(1));
    expect(revoke(asked({ acceptedAt: later(1) }, "shown"), later(2)).revokedAt).toEqual(later(2));
  });

  test.each<Answer>(["given", "declined", "lapsed", "ended"])("is refused once it is %s", (answer) => {
    expect(() => revoke(asked({}, answer), later(1))).toThrow("invitation.not_open");
  });
});

describe("a link", () => {
  const link = (more: Partial<LinkFacts> = {}): LinkFacts => ({
    ...{ expiresAt: later(lifetimeMs), isCurrent: true, isAccepted: false, isRevoked: false },
    ...{ isDisabled: false, isAnswerable: true },
    ...more,
  });

  test.each<[string, Partial<LinkFacts>, string]>([
    ["of the newest mail is open", {}, "open"],
    ["of an older mail was replaced", { isCurrent: false }, "replaced"],
    ["that was used is used, whichever mail it is from", { isAccepted: true, isCurrent: false }, "used"],
    ["whose request was answered is used", { isAnswerable: false }, "used"],
    ["past its time has expired", { expiresAt: start }, "expired"],
    [
      "of an invitation that was taken back says that first",
      { isRevoked: true, isAccepted: true },
      "revoked",
    ],
    ["of somebody who was blocked opens nothing", { isDisabled: true }, "revoked"],
  ])("%s", (_what, more, state) => {
    expect(linkStateOf(link(more), later(1))).toBe(state);
  });
});
