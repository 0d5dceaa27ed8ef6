import { describe, expect, test } from "vitest";
import { type ConsentId, newId } from "#lib/kernel/id.ts";
import { testConsents } from "#scripts/testing/consent.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople, winners } from "#scripts/testing/people.ts";
import { terminateConsent } from "#scripts/testing/terminate-consent.ts";
import { amendConsent } from "./amend-consent.ts";
import { giveConsent } from "./give-consent.ts";
import { reEstablishConsent } from "./re-establish-consent.ts";
import { renewConsent } from "./renew-consent.ts";
import { withdrawConsent } from "./withdraw-consent.ts";

const people = testPeople(testDatabase());
const consents = testConsents(people);
const { north, south } = people;
const lastEvent = async (consentId: string) => (await people.events(consentId)).at(-1);
const withdraw = (ctx: Parameters<typeof withdrawConsent>[0], consentId: ConsentId) =>
  withdrawConsent(ctx, { consentId, reason: "notSaid" });
const balancesOnly = {
  clusters: [
    { cluster: "balances" as const, purposes: ["advice" as const], historyFrom: null, leavesOut: [] },
  ],
};

describe("amending a consent", () => {
  test("changes what is granted at once, leaves the end as it was, and leaves its event", async () => {
    const colleague = await people.add("advisor");
    const consent = await consents.given();
    const ctx = people.as(consent.investor);
    const accountIds = [...consent.accountIds, newId("acc")];
    const recipients = { wholeTeam: false, advisorIds: [colleague.personId], clientIds: [] };
    const choice = { ...balancesOnly, recipients, accountIds };
    const [before] =
      await people.superuser`select valid_until from consents where consent_id = ${consent.consentId}`;
    await amendConsent(ctx, await consents.shown(consent, "amend", choice));
    const grants =
      await people.superuser`select account_id, recipient_id, cluster, valid_until from consent_grants
      where consent_id = ${consent.consentId} order by account_id`;
    expect([...grants]).toEqual(
      accountIds.toSorted().map((account_id) => ({
        ...{ account_id, recipient_id: colleague.personId, cluster: "balances" },
        valid_until: before?.valid_until,
      })),
    );
    expect(await consents.acts(consent)).toEqual([
      ...["requested", "presented", "given", "accountsChosen", "amended"],
    ]);
    expect(await lastEvent(consent.consentId)).toMatchObject({
      type: "consent.amended",
      facts: { clusters: ["balances"], recipients: [colleague.personId] },
    });
  });

  test("is the investor's own to do", async () => {
    const consent = await consents.given();
    const agreement = await consents.shown(consent, "amend", balancesOnly);
    await expect(amendConsent(people.as(south.investor), agreement)).rejects.toMatchObject({
      code: "consent.not_found",
    });
    for (const role of ["advisor", "compliance", "admin"] as const) {
      await expect(amendConsent(people.as(north[role]), agreement)).rejects.toMatchObject({
        code: "auth.forbidden",
      });
    }
  });

  test("a second time conflicts, and of many at once one is done", async () => {
    const consent = await consents.given();
    const ctx = people.as(consent.investor);
    const agreements = await Promise.all([1, 2, 3].map(() => consents.shown(consent, "amend", balancesOnly)));
    const attempts = agreements.map((agreement) => amendConsent(ctx, agreement));
    expect(await winners(attempts, "consent.text_outdated")).toBe(1);
    for (const agreement of agreements) {
      await expect(amendConsent(ctx, agreement)).rejects.toMatchObject({ code: "consent.text_outdated" });
    }
  });

  test("does not move the end, and a text that was shown for something else is not agreed to", async () => {
    const consent = await consents.given();
    await expect(consents.shown(consent, "amend", { duration: "P12M" })).rejects.toMatchObject({
      code: "consent.terms_invalid",
    });
    const renewal = await consents.shown(consent, "renew", { duration: "P12M" });
    await expect(amendConsent(people.as(consent.investor), renewal)).rejects.toMatchObject({
      code: "consent.text_outdated",
    });
  });

  test("is refused for what has ended, also before the job has closed it", async () => {
    const consent = await consents.given();
    const agreement = await consents.shown(consent, "amend", balancesOnly);
    await consents.endsIn(consent, -1);
    await expect(amendConsent(people.as(consent.investor), agreement)).rejects.toMatchObject({
      code: "consent.not_in_force",
    });
    await expect(consents.shown(consent, "renew")).rejects.toMatchObject({ code: "consent.not_in_force" });
  });
});

describe("renewing a consent", () => {
  test("moves the end of all that is granted without a break, and leaves its event", async () => {
    const consent = await consents.given();
    await consents.endsIn(consent, 60_000);
    const grants =
      () => people.superuser`select cluster, recipient_id, valid_from, valid_until from consent_grants
      where consent_id = ${consent.consentId} order by cluster`;
    const before = await grants();
    await renewConsent(
      people.as(consent.investor),
      await consents.shown(consent, "renew", { duration: "P6M" }),
    );
    const after = await grants();
    expect(after.map(({ valid_from }) => valid_from)).toEqual(before.map(({ valid_from }) => valid_from));
    for (const { valid_until } of after) {
      expect(valid_until.getTime() - Date.now()).toBeGreaterThan(180 * 86_400_000);
    }
    expect(await lastEvent(consent.consentId)).toMatchObject({ type: "consent.renewed" });
    expect(await consents.acts(consent)).toContain("renewed");
  });

  test("is the investor's own to do, once for each showing, and one of many at once", async () => {
    const consent = await consents.given();
    const agreement = await consents.shown(consent, "renew");
    await expect(renewConsent(people.as(await people.add("investor")), agreement)).rejects.toMatchObject({
      code: "consent.not_found",
    });
    await expect(renewConsent(people.as(consent.advisor), agreement)).rejects.toMatchObject({
      code: "auth.forbidden",
    });
    const ctx = people.as(consent.investor);
    expect(
      await winners(
        [1, 2, 3, 4].map(() => renewConsent(ctx, agreement)),
        "consent.text_outdated",
      ),
    ).toBe(1);
    await expect(renewConsent(ctx, agreement)).rejects.toMatchObject({ code: "consent.text_outdated" });
  });

  test("to an advisor who has left meanwhile is refused", async () => {
    const consent = await consents.given();
    const agreement = await consents.shown(consent, "renew");
    await people.superuser`update people set disabled_at = now() where person_id = ${consent.advisor.personId}`;
    const ctx = people.as(consent.investor);
    await expect(renewConsent(ctx, agreement)).rejects.toMatchObject({ code: "consent.party_unknown" });
    expect((await consents.acts(consent)).includes("renewed")).toBe(false);
    const other = await people.add("advisor");
    const recipients = { wholeTeam: false, advisorIds: [other.personId], clientIds: [] };
    await amendConsent(ctx, await consents.shown(consent, "amend", { recipients }));
    await renewConsent(ctx, await consents.shown(consent, "renew"));
  });

  test("changes nothing but the end", async () => {
    const consent = await consents.given();
    await expect(consents.shown(consent, "renew", balancesOnly)).rejects.toMatchObject({
      code: "consent.terms_invalid",
    });
  });
});

describe("withdrawing a consent", () => {
  test("ends it with everything that was granted, at once, and leaves its event", async () => {
    const consent = await consents.given();
    expect(await consents.grantsOf(consent)).toBe(2);
    await withdrawConsent(people.as(consent.investor), { consentId: consent.consentId, reason: "privacy" });
    expect(await consents.stateOf(consent)).toBe("withdrawn");
    expect(await consents.grantsOf(consent)).toBe(0);
    expect(await lastEvent(consent.consentId)).toMatchObject({
      type: "consent.withdrawn",
      facts: { reason: "privacy" },
    });
    const [basis] =
      await people.superuser`select ended_at from lawful_bases where consent_id = ${consent.consentId}`;
    expect(basis?.ended_at).toBeInstanceOf(Date);
  });

  test("is the investor's own to do, and needs no more proof than giving did", async () => {
    const { consentId, investor, advisor } = await consents.given();
    for (const other of [south.investor, await people.add("investor")]) {
      await expect(withdraw(people.as(other), consentId)).rejects.toMatchObject({
        code: "consent.not_found",
      });
    }
    for (const other of [advisor, north.compliance, north.admin]) {
      await expect(withdraw(people.as(other), consentId)).rejects.toMatchObject({ code: "auth.forbidden" });
    }
    await withdraw(people.as(investor, { authenticatedAt: new Date(0) }), consentId);
  });

  test("a second time conflicts, and of many ends at once there is one", async () => {
    const { consentId, investor } = await consents.given();
    const ctx = people.as(investor);
    await people.warm();
    const terminate = () => terminateConsent(people.as(north.compliance), { consentId, reason: "legalDuty" });
    const attempts = [withdraw(ctx, consentId), terminate(), withdraw(ctx, consentId), terminate()];
    expect(await winners(attempts, "consent.not_in_force")).toBe(1);
    await expect(withdraw(ctx, consentId)).rejects.toMatchObject({ code: "consent.not_in_force" });
    const ends = (await people.events(consentId)).filter(({ type }) => /withdrawn|terminated/.test(type));
    expect(ends).toHaveLength(1);
  });

  test("of what was not given is refused", async () => {
    const consent = await consents.requested();
    await expect(withdraw(people.as(consent.investor), consent.consentId)).rejects.toMatchObject({
      code: "consent.not_in_force",
    });
  });

  test("leaves nothing half done when its event cannot be written", async () => {
    const consent = await consents.given();
    await people.superuser.unsafe("revoke insert on audit_events from licet_investor");
    await expect(withdraw(people.as(consent.investor), consent.consentId)).rejects.toThrow();
    await people.superuser.unsafe("grant insert on audit_events to licet_investor");
    expect(await consents.stateOf(consent)).toBe("given");
    expect(await consents.grantsOf(consent)).toBe(2);
  });
});

describe("compliance ending a consent", () => {
  test("has the effect of a withdrawal, says why, and leaves its event", async () => {
    const consent = await consents.given();
    const input = { consentId: consent.consentId, reason: "misuseSuspected" } as const;
    await terminateConsent(people.as(north.compliance), input);
    expect([await consents.stateOf(consent), await consents.grantsOf(consent)]).toEqual(["terminated", 0]);
    expect(await lastEvent(consent.consentId)).toMatchObject({
      type: "consent.terminated",
      actorId: north.compliance.personId,
      facts: { reason: "misuseSuspected" },
    });
  });

  test("is for compliance of the own firm with a fresh proof, once", async () => {
    const { consentId, investor, advisor } = await consents.given();
    const input = { consentId, reason: "contractEnded" } as const;
    await expect(terminateConsent(people.as(south.compliance), input)).rejects.toMatchObject({
      code: "consent.not_found",
    });
    for (const other of [investor, advisor, north.admin]) {
      await expect(terminateConsent(people.as(other), input)).rejects.toMatchObject({
        code: "auth.forbidden",
      });
    }
    const stale = people.as(north.compliance, { authenticatedAt: new Date(0) });
    await expect(terminateConsent(stale, input)).rejects.toMatchObject({ code: "auth.step_up_required" });
    await terminateConsent(people.as(north.compliance), input);
    await expect(terminateConsent(people.as(north.compliance), input)).rejects.toMatchObject({
      code: "consent.not_in_force",
    });
  });

  test("also ends a request, which then cannot be answered", async () => {
    const consent = await consents.requested();
    const agreement = await consents.shown(consent);
    await terminateConsent(people.as(north.compliance), {
      consentId: consent.consentId,
      reason: "advisorLeft",
    });
    await expect(giveConsent(people.as(consent.investor), agreement)).rejects.toMatchObject({
      code: "consent.not_open",
    });
  });
});

describe("taking up a consent again", () => {
  test("makes another one with what the ended one was about, linked to it, to be read and given anew", async () => {
    const consent = await consents.given();
    const ctx = people.as(consent.investor);
    await withdraw(ctx, consent.consentId);
    const consentId = await reEstablishConsent(ctx, { consentId: consent.consentId });
    expect(await consents.stateOf({ consentId })).toBe("requested");
    expect(await consents.grantsOf({ consentId })).toBe(0);
    expect(await lastEvent(consentId)).toMatchObject({
      type: "consent.reEstablished",
      facts: { replacesId: consent.consentId, clusters: ["balances", "transactions"] },
    });
    await giveConsent(ctx, await consents.shown({ ...consent, consentId }));
    expect(await consents.grantsOf({ consentId })).toBe(2);
    expect(await consents.stateOf(consent)).toBe("withdrawn");
  });

  test("is the investor's own to do, of what has ended, and not against compliance", async () => {
    const consent = await consents.given();
    const { consentId, investor, advisor } = consent;
    const take = (person: typeof investor) => reEstablishConsent(people.as(person), { consentId });
    await expect(take(investor)).rejects.toMatchObject({ code: "consent.not_re_establishable" });
    await expect(take(south.investor)).rejects.toMatchObject({ code: "consent.not_found" });
    for (const other of [advisor, north.compliance])
      await expect(take(other)).rejects.toMatchObject({ code: "auth.forbidden" });
    await terminateConsent(people.as(north.compliance), { consentId, reason: "legalDuty" });
    await expect(take(investor)).rejects.toMatchObject({ code: "consent.not_re_establishable" });
  });

  test("a second time conflicts, and of many at once one is made", async () => {
    const { consentId, investor } = await consents.given();
    const ctx = people.as(investor);
    await withdraw(ctx, consentId);
    const attempts = [1, 2, 3, 4].map(() => reEstablishConsent(ctx, { consentId }));
    expect(await winners(attempts, "consent.changed")).toBe(1);
    await expect(reEstablishConsent(ctx, { consentId })).rejects.toMatchObject({ code: "consent.changed" });
  });
});
