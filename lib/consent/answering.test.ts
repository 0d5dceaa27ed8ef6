import { describe, expect, test } from "vitest";
import { newId } from "#lib/kernel/id.ts";
import { testConsents } from "#scripts/testing/consent.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { agreeToShowing } from "./agree-to-showing.ts";
import { AnswerForm } from "./answer.ts";
import { ChangeForm, RenewForm } from "./change.ts";
import { declineOrFind } from "./decline-or-find.ts";
import { presentAgain } from "./present-again.ts";
import { presentAnswer } from "./present-answer.ts";
import { presentChange, presentRenewal } from "./present-change.ts";
import { readAnswerSheet } from "./read-answer-sheet.ts";
import { readChangeSheet } from "./read-change-sheet.ts";
import { readShowing } from "./read-showing.ts";

const people = testPeople(testDatabase());
const consents = testConsents(people);
const { north } = people;
type Requested = Awaited<ReturnType<typeof consents.requested>>;

const answerTo = ({ consentId, advisor }: Requested, more: object = {}) =>
  AnswerForm.parse({
    ...{ consentId, cluster: ["balances", "transactions"], item: "counterparties", history: "today" },
    ...{ duration: "P1M", often: "once", who: "named", named: advisor.personId, ...more },
  });

async function shown(consent: Requested, more: object = {}) {
  const ctx = people.as(consent.investor);
  const { presentationId, sha256 } = await presentAnswer(ctx, {
    answer: answerTo(consent, more),
    locale: "en",
  });
  return { consentId: consent.consentId, presentationId, sha256 };
}

describe("what an investor is asked", () => {
  test("has what was asked for, each length with its end, and nothing of theirs before they answer", async () => {
    const consent = await consents.requested();
    const sheet = await readAnswerSheet(people.as(consent.investor), consent);
    expect(sheet).toMatchObject({
      ...{ items: ["counterparties", "paymentTexts"], mayBeTeam: false, last: null },
      people: [{ id: consent.advisor.personId }],
      clusters: [{ cluster: "balances" }, { cluster: "transactions" }],
      durations: [{ duration: "P3M" }, { duration: "P1M" }, { duration: "P7D" }],
    });
    expect(sheet.histories.map(({ choice }) => choice)).toEqual(["asked", "P12M", "P90D", "today"]);
  });

  test("names the advisors who work there now, where the whole team was asked for", async () => {
    const recipients = { wholeTeam: true, advisorIds: [], clientIds: [] };
    const consent = await consents.requested({ recipients });
    const gone = await people.add("advisor");
    await people.superuser`update people set disabled_at = now() where person_id = ${gone.personId}`;
    const { mayBeTeam, people: named } = await readAnswerSheet(people.as(consent.investor), consent);
    expect(mayBeTeam).toBe(true);
    expect(named.map(({ id }) => id)).toContain(consent.advisor.personId);
    expect(named.map(({ id }) => id)).not.toContain(gone.personId);
  });

  test("has their own last choice again, but not another request's", async () => {
    const consent = await consents.requested();
    await shown(consent);
    await shown(consent, { cluster: "balances", history: undefined, item: undefined, duration: "P7D" });
    const { last } = await readAnswerSheet(people.as(consent.investor), consent);
    expect(last).toEqual({
      ...{ clusters: ["balances"], items: [], history: null, duration: "P7D" },
      ...{ often: "once", who: "named", named: [consent.advisor.personId] },
    });
  });

  test("is nobody else's to read or to answer", async () => {
    const consent = await consents.requested();
    const { presentationId } = await shown(consent);
    const other = people.as(await people.add("investor"));
    const attempts = [
      () => readAnswerSheet(other, consent),
      () => readChangeSheet(other, consent),
      () => readShowing(other, { consentId: consent.consentId, presentationId }),
      () => presentAnswer(other, { answer: answerTo(consent), locale: "en" }),
      () => presentAgain(other, { consentId: consent.consentId, presentationId, locale: "fr" }),
    ];
    for (const attempt of attempts)
      await expect(attempt()).rejects.toMatchObject({ code: "consent.not_found" });
    for (const who of [consent.advisor, north.compliance])
      await expect(readAnswerSheet(people.as(who), consent)).rejects.toMatchObject({
        code: "auth.forbidden",
      });
  });
});

describe("a showing", () => {
  test("tells what it would make of the consent, and whether it can be agreed to", async () => {
    const consent = await consents.requested();
    const ctx = people.as(consent.investor);
    const first = await shown(consent);
    const showing = await readShowing(ctx, first);
    expect(showing).toMatchObject({
      ...{ shownFor: "give", sha256: first.sha256, isAgreeable: true, isAccepted: false },
      before: { state: "presented", isInForce: false },
      after: { perDay: null, duration: "P1M", clusters: [{}, { leavesOut: ["paymentTexts"] }] },
    });
    await people.superuser.begin(async (sql) => {
      await sql`set local session_replication_role = replica`;
      await sql`update consent_presentations set presented_at = presented_at - interval '61 minutes'
        where presentation_id = ${first.presentationId}`;
    });
    expect(await readShowing(ctx, first)).toMatchObject({ isAgreeable: false, isAccepted: false });
  });

  test("is of its own consent only", async () => {
    const consent = await consents.requested();
    const { presentationId } = await shown(consent);
    const other = await consents.requested({}, consent);
    const mixed = { consentId: other.consentId, presentationId };
    await expect(readShowing(people.as(consent.investor), mixed)).rejects.toMatchObject({
      code: "consent.not_found",
    });
  });

  test("can be had again in another language, with the same choice", async () => {
    const consent = await consents.requested();
    const ctx = people.as(consent.investor);
    const first = await shown(consent);
    const { presentationId } = await presentAgain(ctx, { ...first, locale: "fr" });
    const [one, two] = [await readShowing(ctx, first), await readShowing(ctx, { ...first, presentationId })];
    expect(two.locale).toBe("fr");
    expect(two.text).not.toBe(one.text);
    expect(two.after).toMatchObject({ clusters: one.after.clusters, perDay: null, duration: "P1M" });
  });
});

describe("agreeing", () => {
  test("twice, in whatever order, is agreeing once", async () => {
    const consent = await consents.requested();
    const ctx = people.as(consent.investor);
    const agreement = await shown(consent);
    const outcomes = await Promise.all([1, 2, 3].map(() => agreeToShowing(ctx, agreement)));
    expect(outcomes).toEqual(Array(3).fill({ outcome: "agreed", shownFor: "give" }));
    expect(await consents.acts(consent)).toEqual(["requested", "presented", "given"]);
  });

  test("to another text than the one that is in force says that it is over", async () => {
    const consent = await consents.requested();
    const ctx = people.as(consent.investor);
    const [first, second] = [await shown(consent), await shown(consent, { duration: "P7D" })];
    expect(await agreeToShowing(ctx, first)).toMatchObject({ outcome: "agreed" });
    expect(await agreeToShowing(ctx, second)).toMatchObject({ outcome: "over" });
  });

  test("with another hash has no effect, before and after", async () => {
    const consent = await consents.requested();
    const ctx = people.as(consent.investor);
    const agreement = await shown(consent);
    const tampered = { ...agreement, sha256: "0".repeat(64) };
    expect(await agreeToShowing(ctx, tampered)).toMatchObject({ outcome: "outdated" });
    expect(await consents.grantsOf(consent)).toBe(0);
    await agreeToShowing(ctx, agreement);
    expect(await agreeToShowing(ctx, tampered)).toMatchObject({ outcome: "over" });
  });

  test("after a no is over, and a no after that is the same no", async () => {
    const consent = await consents.requested();
    const ctx = people.as(consent.investor);
    const agreement = await shown(consent);
    const no = { consentId: consent.consentId, reason: "notSaid" } as const;
    expect(await Promise.all([declineOrFind(ctx, no), declineOrFind(ctx, no)])).toEqual([
      "declined",
      "declined",
    ]);
    expect(await agreeToShowing(ctx, agreement)).toMatchObject({ outcome: "over" });
    expect(await consents.acts(consent)).toEqual(["requested", "presented", "declined"]);
  });

  test("with a no after a yes leaves the yes", async () => {
    const consent = await consents.given();
    const no = { consentId: consent.consentId, reason: "other" } as const;
    expect(await declineOrFind(people.as(consent.investor), no)).toBe("given");
  });
});

describe("changing and renewing", () => {
  test("begin with what is in force, and with what was chosen a moment ago after that", async () => {
    const consent = await consents.given();
    const ctx = people.as(consent.investor);
    const { chosen, clusters, items } = await readChangeSheet(ctx, consent);
    expect(clusters).toHaveLength(6);
    expect(chosen).toMatchObject({
      ...{ clusters: ["balances", "transactions"], items, history: "asked", who: "named" },
      accountIds: consent.accountIds,
    });

    const form = ChangeForm.parse({
      ...{ consentId: consent.consentId, cluster: "balances", who: "named", named: consent.advisor.personId },
      ...{ accounts: "asked", account: consent.accountIds[0] },
    });
    const { presentationId, sha256 } = await presentChange(ctx, form, "en");
    expect((await readChangeSheet(ctx, consent)).chosen.clusters).toEqual(["balances"]);
    const agreement = { consentId: consent.consentId, presentationId, sha256 };
    expect(await agreeToShowing(ctx, agreement)).toEqual({ outcome: "agreed", shownFor: "amend" });
    expect(await agreeToShowing(ctx, agreement)).toEqual({ outcome: "agreed", shownFor: "amend" });
    expect((await consents.acts(consent)).slice(-2)).toEqual(["accountsChosen", "amended"]);
    expect(await consents.grantsOf(consent)).toBe(1);
  });

  test("a renewal moves the end once", async () => {
    const consent = await consents.given();
    const ctx = people.as(consent.investor);
    const form = RenewForm.parse({ consentId: consent.consentId, duration: "P12M" });
    const { presentationId, sha256, validUntil } = await presentRenewal(ctx, form, "en");
    const agreement = { consentId: consent.consentId, presentationId, sha256 };
    expect((await readChangeSheet(ctx, consent)).renewal).toBe("P12M");
    for (let presses = 0; presses < 2; presses++)
      expect(await agreeToShowing(ctx, agreement)).toEqual({ outcome: "agreed", shownFor: "renew" });
    expect((await readChangeSheet(ctx, consent)).consent.validUntil).toBe(validUntil);
    expect((await consents.acts(consent)).at(-1)).toBe("renewed");
  });

  test("are for what is in force only", async () => {
    const consent = await consents.requested();
    const ctx = people.as(consent.investor);
    const form = ChangeForm.parse({
      ...{ consentId: consent.consentId, cluster: "balances", who: "named", named: newId("per") },
      accounts: "none",
    });
    await expect(presentChange(ctx, form, "en")).rejects.toMatchObject({ code: "consent.not_in_force" });
    const renewal = RenewForm.parse({ consentId: consent.consentId, duration: "P1M" });
    await expect(presentRenewal(ctx, renewal, "en")).rejects.toMatchObject({ code: "consent.not_in_force" });
  });
});
