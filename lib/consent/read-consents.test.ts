import { describe, expect, test } from "vitest";
import { newId } from "#lib/kernel/id.ts";
import { testConsents, testTerms } from "#scripts/testing/consent.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { readConsentHistory, readShownTexts } from "./read-consent-evidence.ts";
import { listConsents, readConsent } from "./read-consents.ts";
import { requestConsent } from "./request-consent.ts";
import { withdrawConsent } from "./withdraw-consent.ts";

const people = testPeople(testDatabase());
const consents = testConsents(people);
const { north, south } = people;
const idsOf = async (ctx: Parameters<typeof listConsents>[0]) =>
  (await listConsents(ctx)).map(({ id }) => id);

describe("a consent", () => {
  test("reads the same for its investor, those whom it names and compliance", async () => {
    const consent = await consents.given();
    const views = await Promise.all(
      [consent.investor, consent.advisor, north.compliance].map((who) =>
        readConsent(people.as(who), consent.consentId),
      ),
    );
    for (const view of views) {
      expect(view).toEqual({ ...views[0], asOf: view.asOf });
      expect(view).toMatchObject({
        id: consent.consentId,
        state: "given",
        isInForce: true,
        investor: { id: consent.investor.personId, name: "Nøra investor" },
        recipients: { advisors: [{ id: consent.advisor.personId, name: "Nøra advisor" }] },
        accountIds: consent.accountIds,
        retentionDays: 30,
        keptUntil: null,
      });
    }
  });

  test("is not there for anybody else", async () => {
    const { consentId } = await consents.given();
    const others = [
      await people.add("investor"),
      await people.add("advisor"),
      south.investor,
      south.advisor,
      south.compliance,
    ];
    for (const other of others) {
      await expect(readConsent(people.as(other), consentId)).rejects.toMatchObject({
        code: "consent.not_found",
      });
      expect(await idsOf(people.as(other))).not.toContain(consentId);
    }
    await expect(readConsent(people.client(north.tenantId), consentId)).rejects.toMatchObject({
      code: "consent.not_found",
    });
    await expect(readConsent(people.as(north.admin), consentId)).rejects.toMatchObject({
      code: "auth.forbidden",
    });
    await expect(listConsents(people.as(north.admin))).rejects.toMatchObject({ code: "auth.forbidden" });
  });

  test("is listed with every other of the same reader, whatever became of it", async () => {
    const one = await consents.given();
    const two = await consents.requested({}, one);
    await withdrawConsent(people.as(one.investor), { consentId: one.consentId, reason: "notSaid" });
    expect((await idsOf(people.as(one.investor))).toSorted()).toEqual(
      [one.consentId, two.consentId].toSorted(),
    );
    expect((await idsOf(people.as(one.advisor))).toSorted()).toEqual(
      [one.consentId, two.consentId].toSorted(),
    );
    expect(await idsOf(people.as(north.compliance))).toEqual(
      expect.arrayContaining([one.consentId, two.consentId]),
    );
    const view = await readConsent(people.as(one.investor), one.consentId);
    expect(view).toMatchObject({ state: "withdrawn", isInForce: false });
    const kept = new Date(view.keptUntil ?? 0).getTime() - new Date(view.endedAt ?? 0).getTime();
    expect(kept).toBe(30 * 86_400_000);
  });

  test("of the whole team is each advisor's to see, and a program sees what it asked for", async () => {
    const ctx = people.client(north.tenantId);
    const recipients = { wholeTeam: true, advisorIds: [], clientIds: [] };
    const investor = await people.add("investor");
    const consentId = await requestConsent(ctx, {
      investorId: investor.personId,
      terms: testTerms(north.advisor, { recipients }),
    });
    for (const reader of [people.as(north.advisor), people.as(await people.add("advisor")), ctx]) {
      expect((await readConsent(reader, consentId)).investor.name).toBe("Nøra investor");
    }
    await expect(readConsent(people.client(north.tenantId), consentId)).rejects.toMatchObject({
      code: "consent.not_found",
    });
  });

  test("is over for its readers at its end, before any job has closed it", async () => {
    const consent = await consents.given();
    await consents.endsIn(consent, -1);
    expect(await readConsent(people.as(consent.investor), consent.consentId)).toMatchObject({
      state: "given",
      isInForce: false,
    });
  });
});

describe("the evidence of a consent", () => {
  test("is its whole history with who, when, by which way and why", async () => {
    const consent = await consents.given();
    await withdrawConsent(people.as(consent.investor), {
      consentId: consent.consentId,
      reason: "advisorChanged",
    });
    for (const reader of [consent.investor, north.compliance]) {
      const history = await readConsentHistory(people.as(reader), consent.consentId);
      expect(history.map(({ act, state, channel, reason }) => [act, state, channel, reason])).toEqual([
        ["requested", "requested", "advisor", null],
        ["presented", "presented", "portal", null],
        ["given", "given", "portal", null],
        ["accountsChosen", "given", "portal", null],
        ["withdrawn", "withdrawn", "portal", "advisorChanged"],
      ]);
      expect(history.map(({ actorId }) => actorId)).toEqual([
        consent.advisor.personId,
        ...Array(4).fill(consent.investor.personId),
      ]);
    }
  });

  test("has an entry for each event of the trail that changed it", async () => {
    const consent = await consents.given();
    const rows = await people.superuser`select e.type, h.act from consent_events h
      join audit_events e on e.event_id = h.event_id where h.consent_id = ${consent.consentId} order by h.revision`;
    expect(rows.map(({ type }) => type)).toEqual(rows.map(({ act }) => `consent.${act}`));
  });

  test("is every text that was shown, byte for byte, with the one that was agreed to", async () => {
    const consent = await consents.requested();
    const ctx = people.as(consent.investor);
    const first = await consents.shown(consent);
    const second = await consents.shown(consent, "give", { duration: "P7D" });
    // What the text was made from may be called otherwise by now: what was shown stays what was shown.
    await people.superuser`update people set name = 'Other' where person_id = ${consent.advisor.personId}`;
    const shown = await readShownTexts(ctx, consent.consentId);
    expect(shown.map(({ presentationId, sha256 }) => ({ presentationId, sha256 }))).toEqual(
      [second, first].map(({ presentationId, sha256 }) => ({ presentationId, sha256 })),
    );
    expect(shown[0]?.text).toContain("Nøra advisor");
    await people.superuser`update consent_presentations set facts = jsonb_set(facts, '{text,firm}', '"Another"')
      where presentation_id = ${first.presentationId}`;
    await expect(readShownTexts(ctx, consent.consentId)).rejects.toThrow("does not render as it was shown");
  });

  test("is for its investor and compliance alone", async () => {
    const { consentId, advisor } = await consents.given();
    for (const read of [readConsentHistory, readShownTexts]) {
      for (const other of [await people.add("investor"), south.investor, south.compliance]) {
        await expect(read(people.as(other), consentId)).rejects.toMatchObject({ code: "consent.not_found" });
      }
      await expect(read(people.as(north.investor), newId("con"))).rejects.toMatchObject({
        code: "consent.not_found",
      });
      for (const other of [advisor, north.admin]) {
        await expect(read(people.as(other), consentId)).rejects.toMatchObject({ code: "auth.forbidden" });
      }
    }
  });
});
