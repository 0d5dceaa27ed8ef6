import { describe, expect, test } from "vitest";
import { parseListPlace } from "#lib/kernel/list-place.ts";
import { testConsents } from "#scripts/testing/consent.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { type TestFirm, testPeople } from "#scripts/testing/people.ts";
import { terminateConsent } from "#scripts/testing/terminate-consent.ts";
import { declineConsent } from "./decline-consent.ts";
import { criteriaOf, unusableFilters } from "./firm-list-criteria.ts";
import type { ConsentFilter } from "./firm-list-view.ts";
import { exportFirmConsents, listFirmConsents } from "./list-firm-consents.ts";
import { readConsentFile } from "./read-consent-file.ts";
import { withdrawConsent } from "./withdraw-consent.ts";

const people = testPeople(testDatabase());
const consents = testConsents(people);
const { north, south } = people;
const dayMs = 86_400_000;

type Filters = Partial<Record<ConsentFilter, string>>;
const search = (
  filters: Filters = {},
  more: Partial<Parameters<typeof criteriaOf>[1]> = {},
  firm: TestFirm = north,
) =>
  listFirmConsents(
    people.as(firm.compliance),
    criteriaOf(filters, { investorIds: null, after: null, ...more }),
  );
const idsOf = async (...asked: Parameters<typeof search>) =>
  (await search(...asked)).rows.map(({ id }) => id);

describe("the list of all of a firm’s consents", () => {
  test("is found through by how each stands, as it stands at this moment", async () => {
    const firm = south;
    const investor = await people.add("investor", firm);
    const advisor = await people.add("advisor", firm);
    const who = { investor, advisor };
    const asked = await consents.requested({}, who);
    const lapsed = await consents.requested({}, who);
    await consents.lapsesNow(lapsed);
    const inForce = await consents.given({}, who);
    const over = await consents.given({}, who);
    await consents.endsIn(over, -1_000);
    const declined = await consents.requested({}, who);
    await declineConsent(people.as(investor), { consentId: declined.consentId, reason: "notSaid" });
    const withdrawn = await consents.given({}, who);
    await withdrawConsent(people.as(investor), { consentId: withdrawn.consentId, reason: "notSaid" });
    const expected: readonly [string, readonly { readonly consentId: string }[]][] = [
      ["asked", [asked]],
      ["inForce", [inForce]],
      ["expired", [over, lapsed]],
      ["declined", [declined]],
      ["withdrawn", [withdrawn]],
      ["terminated", []],
    ];
    for (const [standing, found] of expected) {
      const more = { investorIds: [investor.personId] };
      expect(await idsOf({ standing }, more, firm), standing).toEqual(
        found.map(({ consentId }) => consentId),
      );
    }
  });

  test("is found through by investor, by the consent itself, by advisor, by team and by day", async () => {
    const named = await consents.given();
    const { investor, advisor } = named;
    const team = await consents.given(
      { recipients: { wholeTeam: true, advisorIds: [], clientIds: [] } },
      { investor, advisor },
    );
    const both = [team.consentId, named.consentId];
    expect(await idsOf({ investor: "somebody" }, { investorIds: [investor.personId] })).toEqual(both);
    expect(await idsOf({ investor: "nobody" }, { investorIds: [] })).toEqual([]);
    expect(await idsOf({ investor: named.consentId }, { investorIds: [] })).toEqual([named.consentId]);
    expect(await idsOf({ advisor: advisor.personId })).toEqual([named.consentId]);
    expect(await idsOf({ advisor: "team" }, { investorIds: [investor.personId] })).toEqual([team.consentId]);
    const [today, tomorrow] = [0, dayMs].map((ms) => new Date(Date.now() + ms).toISOString().slice(0, 10));
    const theirs = { investorIds: [investor.personId] };
    expect(await idsOf({ from: today, to: today }, theirs)).toEqual(both);
    expect(await idsOf({ from: tomorrow }, theirs)).toEqual([]);
  });

  test("goes on after each row, so that every row is on one page and none on two", async () => {
    const investor = await people.add("investor");
    const advisor = await people.add("advisor");
    const made: string[] = [];
    for (let at = 0; at < 3; at++)
      made.unshift((await consents.requested({}, { investor, advisor })).consentId);
    // All at the same moment: then the identifier decides.
    await people.superuser.begin(async (sql) => {
      await sql`set local session_replication_role = replica`;
      await sql`update consents set requested_at = '2026-01-01T00:00:00.000001Z' where investor_id = ${investor.personId}`;
      await sql`update consent_advisors set requested_at = '2026-01-01T00:00:00.000001Z'
        where advisor_id = ${advisor.personId}`;
    });
    made.sort().reverse();
    for (const filters of [{}, { advisor: advisor.personId }] as const) {
      for (const [at, id] of made.entries()) {
        const after = parseListPlace(`2026-01-01T00:00:00.000001Z~${id}`);
        const found = await idsOf(filters, { investorIds: [investor.personId], after });
        expect(found).toEqual(made.slice(at + 1));
      }
    }
  });

  test("follows a change of whom a consent names", async () => {
    const { consentId, advisor } = await consents.given();
    const other = await people.add("advisor");
    await people.superuser.begin(async (sql) => {
      await sql`alter table consents disable trigger consents_guarded`;
      await sql`update consents set advisor_ids = ${[other.personId]} where consent_id = ${consentId}`;
      await sql`alter table consents enable trigger consents_guarded`;
    });
    expect(await idsOf({ advisor: advisor.personId })).toEqual([]);
    expect(await idsOf({ advisor: other.personId })).toEqual([consentId]);
  });

  test("is of the own firm alone, and for compliance alone", async () => {
    const { consentId, advisor } = await consents.given();
    expect(await idsOf({ investor: consentId }, {}, south)).toEqual([]);
    expect(await idsOf({ advisor: advisor.personId }, {}, south)).toEqual([]);
    const all = criteriaOf({}, { investorIds: null, after: null });
    for (const role of ["investor", "advisor", "admin"] as const) {
      await expect(listFirmConsents(people.as(north[role]), all)).rejects.toMatchObject({
        code: "auth.forbidden",
      });
      await expect(readConsentFile(people.as(north[role]), consentId)).rejects.toMatchObject({
        code: "auth.forbidden",
      });
    }
    await expect(readConsentFile(people.as(south.compliance), consentId)).rejects.toMatchObject({
      code: "consent.not_found",
    });
  });

  test("says which filters mean nothing, and takes those of a bank that is listed no more", () => {
    const asked = {
      advisor: "Ada",
      standing: "lost",
      from: "2027-02-29",
      to: "x",
      institution: "Bank; drop",
    };
    expect(unusableFilters(asked)).toEqual(["advisor", "institution", "standing", "from", "to"]);
    expect(unusableFilters({ investor: "…", institution: "a-bank-that-is-gone", advisor: "team" })).toEqual(
      [],
    );
  });
});

describe("the list of one person’s", () => {
  test("is a look at what is theirs: it names them, and a list of many names nobody", async () => {
    const { consentId, investor, advisor } = await consents.given();
    const look = async (...[filters, investorIds]: [Filters, (typeof investor.personId)[] | null]) => {
      const ctx = people.as(north.compliance);
      await listFirmConsents(ctx, criteriaOf(filters, { investorIds, after: null }));
      return (await people.events(ctx.requestId)).map(({ type, subjectId }) => `${type} ${subjectId}`);
    };
    const { personId } = investor;
    expect(await look({ investor: "Nøra" }, [personId])).toEqual([`console.opened ${personId}`]);
    expect(await look({ investor: consentId }, [])).toEqual([`console.opened ${consentId}`]);
    expect(await look({ advisor: advisor.personId }, null)).toEqual([`console.opened ${advisor.personId}`]);
    expect(await look({ investor: "Nøra" }, [personId, north.investor.personId])).toEqual([]);
    expect(await look({ advisor: "team" }, null)).toEqual([]);
  });
});

describe("the list as a file", () => {
  test("has every line, and its entry before the first of them", async () => {
    const investor = await people.add("investor");
    for (let at = 0; at < 3; at++) await consents.requested({}, { investor });
    const ctx = people.as(north.compliance);
    const criteria = criteriaOf({}, { investorIds: [investor.personId], after: null });
    const lines = await exportFirmConsents(ctx, criteria, ["investor"]);
    const first = await lines.next();
    expect(await people.events(ctx.requestId)).toMatchObject([
      {
        type: "consent.listExported",
        facts: { filters: ["investor"], ids: [investor.personId], count: 3 },
      },
    ]);
    expect(first.value).toHaveLength(3);
    expect((await lines.next()).done).toBe(true);
  });

  test("is given to nobody who has not just proved who they are, and leaves no entry then", async () => {
    const ctx = people.as(north.compliance, { authenticatedAt: new Date(Date.now() - 3_600_000) });
    const criteria = criteriaOf({}, { investorIds: null, after: null });
    await expect(exportFirmConsents(ctx, criteria, [])).rejects.toMatchObject({
      code: "auth.step_up_required",
    });
    expect(await people.events(ctx.requestId)).toEqual([]);
  });
});

describe("the file of one consent", () => {
  test("has its whole history with what it was before, who did it and why, the texts and what is visible", async () => {
    const { consentId, advisor } = await consents.given();
    const before = await readConsentFile(people.as(north.compliance), consentId);
    expect(
      before.grants.map(({ kind, recipientId, cluster, accounts }) => [kind, recipientId, cluster, accounts]),
    ).toEqual([
      ["advisor", advisor.personId, "balances", 1],
      ["advisor", advisor.personId, "transactions", 1],
    ]);
    expect(before.texts[0]?.sha256).toMatch(/^[0-9a-f]{64}$/);
    await terminateConsent(people.as(north.compliance), { consentId, reason: "misuseSuspected" });

    const ctx = people.as(north.compliance);
    const { history, grants } = await readConsentFile(ctx, consentId);
    expect(grants).toEqual([]);
    expect(history.map(({ previousState, state }) => [previousState, state])).toEqual([
      [null, "requested"],
      ["requested", "presented"],
      ["presented", "given"],
      ["given", "given"],
      ["given", "terminated"],
    ]);
    expect(history.at(-1)).toMatchObject({
      ...{ act: "terminated", reason: "misuseSuspected", actorId: north.compliance.personId },
      actorName: "Nøra compliance",
    });
    const log = await people.events(consentId);
    expect(history.map(({ eventId }) => eventId).every((id) => /^evt_/.test(id))).toBe(true);
    expect(log.filter(({ type }) => type === "consent.terminated")).toHaveLength(1);
  });

  test("is opened with an entry that says who looked at which", async () => {
    const { consentId } = await consents.requested();
    const ctx = people.as(north.compliance);
    await readConsentFile(ctx, consentId);
    expect(await people.events(ctx.requestId)).toMatchObject([
      { type: "console.opened", subjectId: consentId, facts: { what: "consent", id: consentId } },
    ]);
  });
});
