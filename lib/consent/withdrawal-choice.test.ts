import { describe, expect, test } from "vitest";
import { testConsents, testTerms } from "#scripts/testing/consent.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { amendConsent } from "./amend-consent.ts";
import { presentWithoutRecipient } from "./present-without-recipient.ts";
import { readSuccessor, reEstablishOrFind } from "./re-establish-or-find.ts";
import { readConsent } from "./read-consents.ts";
import { withdrawConsent } from "./withdraw-consent.ts";
import { withdrawOrFind } from "./withdraw-or-find.ts";

const people = testPeople(testDatabase());
const consents = testConsents(people);
const { north } = people;

const rowOf = async (consentId: string) =>
  (await people.superuser`select * from consents where consent_id = ${consentId}`)[0];
const withdrawalsOf = async (consentId: string) =>
  (await people.events(consentId)).filter(({ type }) => type === "consent.withdrawn");
const choiceOf = async (consentId: string) => (await withdrawalsOf(consentId))[0]?.facts;

describe("a withdrawal", () => {
  test("leaves the data for as long as was agreed to, unless its investor says otherwise", async () => {
    const { investor, consentId } = await consents.given();
    await withdrawConsent(people.as(investor), { consentId, reason: "notSaid" });
    const view = await readConsent(people.as(investor), consentId);
    expect(view).toMatchObject({ deletedWithEnd: false, ending: { by: "investor", reason: "notSaid" } });
    expect(Date.parse(view.keptUntil ?? "") - Date.parse(view.endedAt ?? "")).toBe(30 * 86_400_000);
    expect(await choiceOf(consentId)).toMatchObject({ deleteDataNow: false });
  });

  test("has the data deleted with the end where its investor says so, and the event says it", async () => {
    const { investor, consentId } = await consents.given();
    await withdrawConsent(people.as(investor), { consentId, reason: "privacy", deleteDataNow: true });
    const view = await readConsent(people.as(investor), consentId);
    expect(view).toMatchObject({ deletedWithEnd: true, ending: { reason: "privacy" } });
    expect(view.keptUntil).toBe(view.endedAt);
    expect(await choiceOf(consentId)).toMatchObject({ deleteDataNow: true });
    expect(await consents.grantsOf({ consentId })).toBe(0);
  });

  test("is told to recipients without its reason", async () => {
    const { investor, advisor, consentId } = await consents.given();
    await withdrawConsent(people.as(investor), { consentId, reason: "advisorChanged" });
    expect(await readConsent(people.as(advisor), consentId)).toMatchObject({
      state: "withdrawn",
      ending: null,
    });
    expect(await readConsent(people.as(north.compliance), consentId)).toMatchObject({
      ending: { by: "investor", reason: "advisorChanged" },
    });
  });

  test("asked for twice is one, with the choice of the first", async () => {
    const { investor, consentId } = await consents.given();
    const ctx = people.as(investor);
    const choices = [true, false, true];
    const outcomes = await Promise.all(
      choices.map((deleteDataNow) => withdrawOrFind(ctx, { consentId, reason: "notSaid", deleteDataNow })),
    );
    expect(outcomes).toEqual(["withdrawn", "withdrawn", "withdrawn"]);
    const events = await withdrawalsOf(consentId);
    expect(events).toHaveLength(1);
    expect((await rowOf(consentId))?.delete_data_now).toBe(events[0]?.facts.deleteDataNow);
    const stranger = people.as(await people.add("investor"));
    await expect(withdrawOrFind(stranger, { consentId, reason: "notSaid" })).rejects.toMatchObject({
      code: "consent.not_found",
    });
  });

  test("alone decides it: the database takes the choice with no other end, and from nobody else", async () => {
    const { consentId } = await consents.given();
    await expect(
      people.superuser`update consents set delete_data_now = true where consent_id = ${consentId}`,
    ).rejects.toMatchObject({ code: "23514" });
    const holders = await people.superuser`select grantee from information_schema.column_privileges
      where table_name = 'consents' and column_name = 'delete_data_now' and privilege_type = 'UPDATE'
        and grantee <> 'licet_owner'`;
    expect(holders.map(({ grantee }) => grantee)).toEqual(["licet_investor"]);
  });
});

describe("one of several who see", () => {
  test("is taken out, and the rest is as it was", async () => {
    const [stays, goes] = [await people.add("advisor"), await people.add("advisor")];
    const recipients = { wholeTeam: false, advisorIds: [stays.personId, goes.personId], clientIds: [] };
    const consent = await consents.given({ recipients }, { advisor: stays });
    const { consentId, investor } = consent;
    const ctx = people.as(investor);
    expect(await consents.grantsOf(consent)).toBe(4);
    const input = { consentId, recipientId: goes.personId, locale: "en" as const };
    const { presentationId, sha256, text } = await presentWithoutRecipient(ctx, input);
    expect(text).not.toBe("");
    expect(await consents.grantsOf(consent)).toBe(4);
    await amendConsent(ctx, { consentId, presentationId, sha256 });
    const { rows } = {
      rows: await people.superuser`select distinct recipient_id from consent_grants
      where consent_id = ${consentId}`,
    };
    expect(rows.map(({ recipient_id }) => recipient_id)).toEqual([stays.personId]);
    expect(await consents.grantsOf(consent)).toBe(2);
    await expect(readConsent(people.as(goes), consentId)).rejects.toMatchObject({
      code: "consent.not_found",
    });
    expect(await readConsent(people.as(stays), consentId)).toMatchObject({ isInForce: true });
  });

  test("is not taken out where nobody would be left, or where they are not named", async () => {
    const consent = await consents.given();
    const { consentId, investor, advisor } = consent;
    const ctx = people.as(investor);
    const without = (recipientId: typeof advisor.personId) =>
      presentWithoutRecipient(ctx, { consentId, recipientId, locale: "en" });
    const refused = { code: "consent.terms_invalid" };
    await expect(without(advisor.personId)).rejects.toMatchObject(refused);
    await expect(without((await people.add("advisor")).personId)).rejects.toMatchObject(refused);
    const team = await consents.given(
      testTerms(advisor, { recipients: { wholeTeam: true, advisorIds: [], clientIds: [] } }),
      { investor },
    );
    await expect(
      presentWithoutRecipient(ctx, {
        consentId: team.consentId,
        recipientId: advisor.personId,
        locale: "en",
      }),
    ).rejects.toMatchObject(refused);
    await expect(
      presentWithoutRecipient(people.as(await people.add("investor")), {
        ...{ consentId, recipientId: advisor.personId, locale: "en" },
      }),
    ).rejects.toMatchObject({ code: "consent.not_found" });
  });
});

describe("an ended consent", () => {
  test("taken up again twice leads to the one that was made, until that one has ended as well", async () => {
    const { investor, consentId } = await consents.given();
    const ctx = people.as(investor);
    await withdrawConsent(ctx, { consentId, reason: "notSaid" });
    expect(await readSuccessor(ctx, consentId)).toBeNull();
    const made = await Promise.all([1, 2, 3].map(() => reEstablishOrFind(ctx, { consentId })));
    expect(new Set(made).size).toBe(1);
    const [successor = consentId] = made;
    expect(await readSuccessor(ctx, consentId)).toBe(successor);
    expect(await readConsent(ctx, successor)).toMatchObject({
      ...{
        isAnswerable: true,
        replacesId: consentId,
        requestedBy: { kind: "investor", id: investor.personId },
      },
    });
    await people.superuser.begin(async (sql) => {
      await sql`set local session_replication_role = replica`;
      await sql`update consents set state = 'declined', ended_at = clock_timestamp() where consent_id = ${successor}`;
    });
    expect(await readSuccessor(ctx, consentId)).toBeNull();
    expect(await reEstablishOrFind(ctx, { consentId })).not.toBe(successor);
  });
});
