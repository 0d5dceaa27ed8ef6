import { describe, expect, test } from "vitest";
import { type AccountId, newId } from "#lib/kernel/id.ts";
import { testConsents, testTerms } from "#scripts/testing/consent.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople, winners } from "#scripts/testing/people.ts";
import { chooseAccounts } from "./choose-accounts.ts";
import { currentTextVersion } from "./consent-text.ts";
import { declineConsent } from "./decline-consent.ts";
import { giveConsent } from "./give-consent.ts";
import { presentConsent } from "./present-consent.ts";
import { readConsent } from "./read-consents.ts";
import { requestConsent } from "./request-consent.ts";
import { mostAccounts, type Terms } from "./terms.ts";

const people = testPeople(testDatabase());
const consents = testConsents(people);
const typesOf = async (about: string) => (await people.events(about)).map(({ type }) => type);

describe("a request for a consent", () => {
  test("stands, is of nobody's data yet, and leaves its event", async () => {
    const consent = await consents.requested();
    expect(await consents.stateOf(consent)).toBe("requested");
    expect(await consents.grantsOf(consent)).toBe(0);
    const [event] = await people.events(consent.consentId);
    expect(event).toMatchObject({
      type: "consent.requested",
      actorType: "advisor",
      actorId: consent.advisor.personId,
      facts: { investorId: consent.investor.personId, clusters: ["balances", "transactions"] },
    });
  });

  test("can be made by a program of the firm", async () => {
    const ctx = people.client(people.north.tenantId);
    const { personId: investorId } = await people.add("investor");
    const recipients = { wholeTeam: true, advisorIds: [], clientIds: [ctx.actor.clientId] };
    const terms = testTerms(people.north.advisor, { recipients });
    const consentId = await requestConsent(ctx, { investorId, terms });
    expect(await consents.acts({ consentId })).toEqual(["requested"]);
  });

  test.each([
    ["another firm's investor", () => people.south.investor],
    ["somebody who is not an investor", () => people.north.compliance],
    ["nobody", () => ({ personId: newId("per") })],
  ])("is refused for %s, and nothing is written", async (_who, whom) => {
    const { advisor } = people.north;
    const attempt = requestConsent(people.as(advisor), {
      investorId: whom().personId,
      terms: testTerms(advisor),
    });
    await expect(attempt).rejects.toMatchObject({ code: "consent.party_unknown" });
    expect(await people.superuser`select 1 from consents where investor_id = ${whom().personId}`).toEqual([]);
  });

  test.each([
    ["an advisor of another firm", () => [people.north.advisor.personId, people.south.advisor.personId]],
    ["an investor as an advisor", () => [people.north.advisor.personId, people.north.investor.personId]],
  ])("is refused that names %s", async (_who, advisorIds) => {
    const recipients = { wholeTeam: false, advisorIds: advisorIds(), clientIds: [] };
    const terms = testTerms(people.north.advisor, { recipients });
    const attempt = requestConsent(people.as(people.north.advisor), {
      investorId: people.north.investor.personId,
      terms,
    });
    await expect(attempt).rejects.toMatchObject({ code: "consent.party_unknown" });
  });

  test.each<[string, () => Partial<Terms>]>([
    ["others alone", () => ({ recipients: { wholeTeam: false, advisorIds: [newId("per")], clientIds: [] } })],
    [
      "a past that has not begun",
      () => ({
        clusters: [
          { cluster: "transactions", purposes: ["advice"], historyFrom: "2999-01-01", leavesOut: [] },
        ],
      }),
    ],
  ])("is refused for %s", async (_what, more) => {
    const { advisor, investor } = people.north;
    const attempt = requestConsent(people.as(advisor), {
      investorId: investor.personId,
      terms: testTerms(advisor, more()),
    });
    await expect(attempt).rejects.toMatchObject({ code: "consent.terms_invalid" });
  });

  test("is refused for an investor who has left", async () => {
    const { advisor } = people.north;
    const { personId: investorId } = await people.add("investor");
    await people.superuser`update people set disabled_at = now() where person_id = ${investorId}`;
    const attempt = requestConsent(people.as(advisor), { investorId, terms: testTerms(advisor) });
    await expect(attempt).rejects.toMatchObject({ code: "consent.party_unknown" });
  });

  test("made twice, or by several at once, is as many requests, each to be answered on its own", async () => {
    const { investor, advisor } = people.north;
    const input = { investorId: investor.personId, terms: testTerms(advisor) };
    const ids = await Promise.all([1, 2, 3].map(() => requestConsent(people.as(advisor), input)));
    expect(new Set(ids).size).toBe(3);
    for (const consentId of ids) expect(await consents.acts({ consentId })).toEqual(["requested"]);
  });

  test("is not made if its event cannot be written", async () => {
    const { investor, advisor } = people.south;
    for (const table of ["audit_events", "consent_events"]) {
      await people.superuser.unsafe(`revoke insert on ${table} from licet_advisor`);
      const input = { investorId: investor.personId, terms: testTerms(advisor) };
      await expect(requestConsent(people.as(advisor), input)).rejects.toThrow("Failed query");
      await people.superuser.unsafe(`grant insert on ${table} to licet_advisor`);
    }
    expect(await people.superuser`select 1 from consents where investor_id = ${investor.personId}`).toEqual(
      [],
    );
  });

  test("is for recipients to make, and for nobody else", async () => {
    for (const role of ["investor", "compliance", "admin"] as const) {
      const input = { investorId: people.north.investor.personId, terms: testTerms(people.north.advisor) };
      await expect(requestConsent(people.as(people.north[role]), input)).rejects.toMatchObject({
        code: "auth.forbidden",
      });
    }
  });
});

describe("showing a consent's text", () => {
  test("is a step once, keeps every showing, and leaves an event each time", async () => {
    const consent = await consents.requested();
    await consents.shown(consent);
    const { presentationId, sha256 } = await consents.shown(consent, "give", { duration: "P7D" });
    expect(await consents.acts(consent)).toEqual(["requested", "presented"]);
    const events = await people.events(consent.consentId);
    expect(events.map(({ type }) => type)).toEqual([
      "consent.requested",
      "consent.presented",
      "consent.presented",
    ]);
    expect(events[2]?.facts).toMatchObject({
      presentationId,
      sha256,
      locale: "en",
      textVersion: currentTextVersion,
    });
  });

  test("by many clicks at once is a step once, and every showing is kept", async () => {
    const consent = await consents.requested();
    await people.warm();
    await Promise.all([1, 2, 3, 4, 5].map(() => consents.shown(consent)));
    expect(await consents.acts(consent)).toEqual(["requested", "presented"]);
    expect((await typesOf(consent.consentId)).filter((type) => type === "consent.presented")).toHaveLength(5);
  });

  test("of another person's consent finds none", async () => {
    const consent = await consents.requested();
    for (const other of [await people.add("investor"), people.south.investor]) {
      await expect(consents.shown({ ...consent, investor: other })).rejects.toMatchObject({
        code: "consent.not_found",
      });
    }
  });

  test.each(["advisor", "compliance", "admin"] as const)("is not for %s", async (role) => {
    const { consentId } = await consents.requested();
    const input = { consentId, shownFor: "give", locale: "en", choice: {} } as const;
    await expect(presentConsent(people.as(people.north[role]), input)).rejects.toMatchObject({
      code: "auth.forbidden",
    });
  });

  test("offers no more than was asked for", async () => {
    const consent = await consents.requested();
    const more = [
      { clusters: [{ cluster: "positions", purposes: ["advice"], historyFrom: null, leavesOut: [] }] },
      { clusters: [{ cluster: "balances", purposes: ["reporting"], historyFrom: null, leavesOut: [] }] },
      {
        clusters: [
          { cluster: "transactions", purposes: ["overview"], historyFrom: "2024-12-31", leavesOut: [] },
        ],
      },
      { recipients: { wholeTeam: true, advisorIds: [], clientIds: [] } },
      { accountIds: [newId("acc")] },
    ] satisfies Parameters<typeof consents.shown>[2][];
    for (const choice of more) {
      await expect(consents.shown(consent, "give", choice)).rejects.toMatchObject({
        code: "consent.terms_invalid",
      });
    }
    expect(await consents.stateOf(consent)).toBe("requested");
  });
});

describe("giving a consent", () => {
  test("is effective at once for what was shown, and leaves its event", async () => {
    const consent = await consents.requested();
    const agreement = await consents.shown(consent, "give", {
      duration: "P7D",
      clusters: [{ cluster: "balances", purposes: ["advice"], historyFrom: null, leavesOut: [] }],
    });
    await giveConsent(people.as(consent.investor), agreement);
    expect(await consents.acts(consent)).toEqual(["requested", "presented", "given"]);
    expect((await people.events(consent.consentId)).at(-1)).toMatchObject({
      type: "consent.given",
      facts: {
        clusters: ["balances"],
        recipients: [consent.advisor.personId],
        presentationId: agreement.presentationId,
      },
    });
    const [row] = await people.superuser`select c.*, p.accepted_at, b.basis from consents c
      join consent_presentations p on p.presentation_id = ${agreement.presentationId}
      join lawful_bases b on b.consent_id = c.consent_id where c.consent_id = ${consent.consentId}`;
    expect(row?.accepted_at).toEqual(row?.given_at);
    expect(row?.basis).toBe("contract");
    expect(row?.terms.duration).toBe("P7D");
    const lasts = row?.valid_until.getTime() - row?.given_at.getTime();
    expect(lasts).toBeGreaterThan(7 * 86_400_000 - 120_000);
    expect(lasts).toBeLessThanOrEqual(7 * 86_400_000);
  });

  test("grants nothing until accounts are chosen, then those", async () => {
    const consent = await consents.given({}, { accountIds: [] });
    expect(await consents.grantsOf(consent)).toBe(0);
    const ctx = people.as(consent.investor);
    const accountIds = [newId("acc"), newId("acc")];
    await chooseAccounts(ctx, { consentId: consent.consentId, accountIds });
    expect(await consents.grantsOf(consent)).toBe(4);
    expect((await people.events(consent.consentId)).at(-1)).toMatchObject({
      type: "consent.accountsChosen",
      facts: { accountIds },
    });
    await expect(chooseAccounts(ctx, { consentId: consent.consentId, accountIds })).rejects.toMatchObject({
      code: "consent.accounts_chosen",
    });
  });

  test("takes up as many accounts as a consent can name, and its event names them all", async () => {
    const consent = await consents.given({}, { accountIds: [] });
    const accountIds = Array.from({ length: mostAccounts }, () => newId("acc"));
    await chooseAccounts(people.as(consent.investor), { consentId: consent.consentId, accountIds });
    expect((await people.events(consent.consentId)).at(-1)).toMatchObject({ facts: { accountIds } });
  });

  test("takes up the accounts of another bank beside those of the first, and takes none away", async () => {
    const consent = await consents.given({}, { accountIds: [] });
    const ctx = people.as(consent.investor);
    const [first, second] = [newId("acc"), newId("acc")];
    const choose = (...accountIds: AccountId[]) =>
      chooseAccounts(ctx, { consentId: consent.consentId, accountIds });
    await choose(first);
    await choose(second);
    expect(await consents.grantsOf(consent)).toBe(4);
    expect((await readConsent(ctx, consent.consentId)).accountIds).toEqual([first, second]);
    // Named again beside a new one, what is covered stays as it was given.
    await choose(first, newId("acc"));
    expect(await consents.grantsOf(consent)).toBe(6);
    const chosen = (await people.events(consent.consentId)).filter(
      ({ type }) => type === "consent.accountsChosen",
    );
    expect(chosen.map(({ facts }) => (facts.accountIds as string[]).length)).toEqual([1, 1, 1]);
  });

  test("names its accounts once, also by many clicks at once", async () => {
    const consent = await consents.given({}, { accountIds: [] });
    const ctx = people.as(consent.investor);
    await people.warm();
    const accountIds = [newId("acc")];
    const choose = () => chooseAccounts(ctx, { consentId: consent.consentId, accountIds });
    expect(await winners([choose(), choose(), choose(), choose()], "consent.accounts_chosen")).toBe(1);
    expect(await consents.grantsOf(consent)).toBe(2);
  });

  test("of another person finds none", async () => {
    const consent = await consents.requested();
    const agreement = await consents.shown(consent);
    const other = await consents.requested();
    for (const person of [other.investor, people.south.investor]) {
      await expect(giveConsent(people.as(person), agreement)).rejects.toMatchObject({
        code: "consent.not_found",
      });
      await expect(
        chooseAccounts(people.as(person), { consentId: consent.consentId, accountIds: [newId("acc")] }),
      ).rejects.toMatchObject({ code: "consent.not_found" });
    }
    const crossed = { ...agreement, consentId: other.consentId };
    await expect(giveConsent(people.as(other.investor), crossed)).rejects.toMatchObject({
      code: "consent.not_found",
    });
  });

  test.each(["advisor", "compliance", "admin"] as const)("is not for %s", async (role) => {
    const agreement = await consents.shown(await consents.requested());
    await expect(giveConsent(people.as(people.north[role]), agreement)).rejects.toMatchObject({
      code: "auth.forbidden",
    });
  });

  test("a second time conflicts, and of many clicks at once one gives it", async () => {
    const consent = await consents.requested();
    const agreement = await consents.shown(consent);
    const ctx = people.as(consent.investor);
    await people.warm();
    const attempts = Array.from({ length: 8 }, () => giveConsent(ctx, agreement));
    expect(await winners(attempts, "consent.not_open")).toBe(1);
    await expect(giveConsent(ctx, agreement)).rejects.toMatchObject({ code: "consent.not_open" });
    expect((await typesOf(consent.consentId)).filter((type) => type === "consent.given")).toHaveLength(1);
  });

  test("is to the bytes that were shown, within the hour, while nothing has changed", async () => {
    const consent = await consents.requested();
    const ctx = people.as(consent.investor);
    const agreement = await consents.shown(consent);
    const other = { ...agreement, sha256: "0".repeat(64) };
    await expect(giveConsent(ctx, other)).rejects.toMatchObject({ code: "consent.text_outdated" });
    await people.superuser`update consent_presentations set presented_at = presented_at - interval '61 minutes'
      where presentation_id = ${agreement.presentationId}`;
    await expect(giveConsent(ctx, agreement)).rejects.toMatchObject({ code: "consent.text_outdated" });
    await giveConsent(ctx, await consents.shown(consent));
  });

  test("is refused once nobody answered in time", async () => {
    const consent = await consents.requested();
    const agreement = await consents.shown(consent);
    await consents.lapsesNow(consent);
    await expect(giveConsent(people.as(consent.investor), agreement)).rejects.toMatchObject({
      code: "consent.not_open",
    });
  });

  test("to an advisor who has left is refused", async () => {
    const consent = await consents.requested();
    const agreement = await consents.shown(consent);
    await people.superuser`update people set disabled_at = now() where person_id = ${consent.advisor.personId}`;
    await expect(giveConsent(people.as(consent.investor), agreement)).rejects.toMatchObject({
      code: "consent.party_unknown",
    });
    expect(await consents.stateOf(consent)).toBe("presented");
  });
});

describe("declining a consent", () => {
  test("ends it, with or without a reason, and leaves its event", async () => {
    const consent = await consents.requested();
    await declineConsent(people.as(consent.investor), {
      consentId: consent.consentId,
      reason: "tooMuchData",
    });
    expect(await consents.stateOf(consent)).toBe("declined");
    expect((await people.events(consent.consentId)).at(-1)).toMatchObject({
      type: "consent.declined",
      facts: { reason: "tooMuchData" },
    });
  });

  test("is the investor's own to do, once, and loses no race with giving", async () => {
    const consent = await consents.requested();
    const { consentId } = consent;
    const input = { consentId, reason: "notSaid" } as const;
    await expect(declineConsent(people.as(people.south.investor), input)).rejects.toMatchObject({
      code: "consent.not_found",
    });
    await expect(declineConsent(people.as(consent.advisor), input)).rejects.toMatchObject({
      code: "auth.forbidden",
    });
    const agreement = await consents.shown(consent);
    const ctx = people.as(consent.investor);
    const attempts = [declineConsent(ctx, input), giveConsent(ctx, agreement), declineConsent(ctx, input)];
    expect(await winners(attempts, "consent.not_open")).toBe(1);
    await expect(declineConsent(ctx, input)).rejects.toMatchObject({ code: "consent.not_open" });
  });
});
