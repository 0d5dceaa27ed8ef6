import { describe, expect, test } from "vitest";
import { exportReviewed } from "#lib/disclosures/export-reviewed.ts";
import { parseReviewAsked } from "#lib/disclosures/review-disclosures.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testDisclosures } from "#scripts/testing/disclosures.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { exportInvestors } from "./export-investors.ts";
import { listInvestors } from "./list-investors.ts";
import { readInvestor } from "./read-investor.ts";
import { reviewShown } from "./review-shown.ts";

const database = testDatabase();
const people = testPeople(database);
const disclosures = testDisclosures(database, people);
const { north, south } = people;
const compliance = () => people.as(north.compliance);
const week = parseReviewAsked({});

const named = async (name: string, firm = north) => {
  const person = await people.add("investor", firm);
  await people.superuser`update people set name = ${name} where person_id = ${person.personId}`;
  return person;
};
const found = async (q: string, ctx = compliance()) =>
  (await listInvestors(ctx, { filters: { q }, after: null })).rows.map(({ id }) => id);

describe("the firm's investors", () => {
  test("are found by words of the name in any order, whatever its marks, by the address, and by the identifier", async () => {
    const one = await named("Émile Ångström-Zwyx");
    await named("Émile Ångström-Zwyx", south);
    for (const q of ["zwyx emile", "ANGSTROM-ZWYX", one.email, one.personId]) {
      expect(await found(q), q).toEqual([one.personId]);
    }
    expect(await found("zwyx somebody")).toEqual([]);
  });

  test("are searched for literally: what would be a pattern or a statement finds nobody", async () => {
    await named("Plain Person");
    for (const q of ["%", "_____", "' or '1'='1", "\\", "\u0000%"]) expect(await found(q), q).toEqual([]);
  });

  test("have pages by name that miss nobody, also of one name", async () => {
    for (let at = 0; at < 60; at++) await named("Qwik Same", south);
    const ctx = () => people.as(south.compliance);
    const ids: string[] = [];
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof listInvestors>> = await listInvestors(ctx(), {
        ...{ filters: { q: "qwik" }, after },
      });
      ids.push(...page.rows.map(({ id }) => id));
      after = page.next;
    } while (after);
    expect([ids.length, new Set(ids).size]).toEqual([60, 60]);
    const exporting = ctx();
    let rows = 0;
    for await (const _ of exportInvestors(exporting, { q: "qwik" })) rows += 1;
    expect(rows).toBe(60);
    expect(await people.events(exporting.requestId)).toMatchObject([
      { type: "investor.listExported", facts: { filters: ["q"], ids: [], rows: 60 } },
    ]);
  });

  test("narrowed to one of them name that one, on the page and as a file", async () => {
    const { personId } = north.investor;
    const [looking, exporting] = [compliance(), compliance()];
    await listInvestors(looking, { filters: { q: personId }, after: null });
    for await (const _ of exportInvestors(exporting, { q: personId }));
    expect(await people.events(looking.requestId)).toMatchObject([
      { type: "console.opened", facts: { what: "investor", id: personId } },
    ]);
    expect(await people.events(exporting.requestId)).toMatchObject([
      { type: "investor.listExported", facts: { filters: ["q"], ids: [personId], rows: 1 } },
    ]);
  });

  test("are narrowed to those with a consent in force", async () => {
    const consent = await disclosures.consents.given();
    const rows = async (about: string) =>
      (await listInvestors(compliance(), { filters: { q: consent.investor.personId, about }, after: null }))
        .rows;
    expect(await rows("consented")).toMatchObject([{ consentsInForce: 1 }]);
    expect(await rows("notConsented")).toEqual([]);
  });

  test("are for compliance alone, and as a file for whoever has just proved who they are", async () => {
    for (const who of [north.investor, north.advisor, north.admin]) {
      await expect(found("x", people.as(who))).rejects.toMatchObject({ code: "auth.forbidden" });
    }
    const stale = exportInvestors(people.as(north.compliance, { authenticatedAt: new Date(0) }), {});
    await expect(stale.next()).rejects.toMatchObject({ code: "auth.step_up_required" });
  });
});

describe("one investor's page", () => {
  test("says how often somebody was shown their data in a week, and that it was opened is written", async () => {
    const consent = await disclosures.consents.given();
    await disclosures.plant(consent, 3);
    const ctx = compliance();
    const investor = await readInvestor(ctx, consent.investor.personId);
    expect(investor).toMatchObject({ consentsInForce: 1, shownInWeek: 3, erasure: null, connections: [] });
    expect(await people.events(ctx.requestId)).toMatchObject([
      { type: "console.opened", facts: { what: "investor", id: consent.investor.personId } },
    ]);
  });

  test("does not exist for another firm, nor of somebody who is no investor", async () => {
    for (const [ctx, id] of [
      [people.as(south.compliance), north.investor.personId],
      [compliance(), north.advisor.personId],
    ] as const) {
      const notFound = { code: "identity.person_not_found" };
      await expect(readInvestor(ctx, id)).rejects.toMatchObject(notFound);
      await expect(reviewShown(ctx, id, week)).rejects.toMatchObject(notFound);
    }
  });
});

describe("who was shown an investor's data", () => {
  test("is told each time by itself, with who and under which consent, and nothing of which data", async () => {
    const consent = await disclosures.consents.given();
    await disclosures.plant(consent, 60, "1 hour");
    await disclosures.plant(consent, 2, "20 days");
    const { investor, advisor, consentId } = consent;
    const first = await reviewShown(compliance(), investor.personId, week);
    expect(first.rows[0]).toMatchObject({
      viewer: { id: advisor.personId, type: "advisor", name: "Nøra advisor" },
      ...{ what: "clientPage", consentIds: [consentId] },
    });
    expect(JSON.stringify(first)).not.toMatch(/acc_|balances/);
    const after = parseReviewAsked({ after: first.next }).after;
    const second = await reviewShown(compliance(), investor.personId, { ...week, after });
    expect([first.rows.length, second.rows.length, second.next]).toEqual([50, 11, null]);
    const year = await reviewShown(compliance(), investor.personId, parseReviewAsked({ when: "year" }));
    expect(year.rows).toHaveLength(50);
  });

  test("leaves as a file with its entry, about the investor", async () => {
    const consent = await disclosures.consents.given();
    await disclosures.plant(consent, 2);
    const ctx = compliance();
    let rows = 0;
    for await (const _ of exportReviewed(ctx, consent.investor.personId, week)) rows += 1;
    expect(rows).toBe(2);
    expect(await people.events(ctx.requestId)).toMatchObject([
      {
        type: "disclosure.listExported",
        subjectId: consent.investor.personId,
        facts: { rows: 2, period: "week" },
      },
    ]);
  });

  test("is reviewed by compliance alone", async () => {
    for (const who of [north.investor, north.advisor, north.admin]) {
      const attempt = reviewShown(people.as(who), north.investor.personId, week);
      await expect(attempt).rejects.toMatchObject({ code: "auth.forbidden" });
    }
  });
});
