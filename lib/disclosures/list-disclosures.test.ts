import { describe, expect, test } from "vitest";
import { newId } from "#lib/kernel/id.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testDisclosures } from "#scripts/testing/disclosures.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { parseDisclosureQuery } from "./disclosure-query.ts";
import { type ListDisclosures, listDisclosures } from "./list-disclosures.ts";
import type { DisclosureView } from "./view.ts";

const database = testDatabase();
const people = testPeople(database);
const disclosures = testDisclosures(database, people);

const everything: ListDisclosures = { viewerId: null, consentId: null, period: "all", behind: null };

describe("an investor's list of who saw their data", () => {
  test("is empty for who was shown to nobody, and says so", async () => {
    const ctx = people.as(await people.add("investor"));
    expect(await listDisclosures(ctx, everything)).toEqual({
      ...{ lines: [], next: null, viewers: [], isEver: false },
    });
  });

  test("names who, which kinds, how many accounts, under which consent, and when", async () => {
    const consent = await disclosures.consents.given();
    await disclosures.plant(consent, 1);
    const { lines, viewers, isEver } = await listDisclosures(people.as(consent.investor), everything);
    const viewer = { id: consent.advisor.personId, type: "advisor", name: "Nøra advisor" };
    expect(lines).toMatchObject([
      { viewer, what: "clientPage", clusters: ["balances"], accounts: 1, consentIds: [consent.consentId] },
    ]);
    expect({ viewers, isEver }).toEqual({ viewers: [viewer], isEver: true });
  });

  test("has pages that miss nothing and say nothing twice, also where many fall on one millisecond", async () => {
    const consent = await disclosures.consents.given();
    await disclosures.plant(consent, 60, "0 seconds");
    await disclosures.plant(consent, 75, "11 minutes");
    const ctx = people.as(consent.investor);
    const lines: DisclosureView[] = [];
    let behind: string | null = null;
    let pages = 0;
    do {
      const query = parseDisclosureQuery(behind ? { behind } : {});
      const page = await listDisclosures(ctx, query);
      lines.push(...page.lines);
      behind = page.next;
      pages += 1;
    } while (behind);
    expect(pages).toBe(6);
    expect(lines.reduce((sum, { times }) => sum + times, 0)).toBe(135);
    expect(new Set(lines.map(({ id }) => id)).size).toBe(lines.length);
    const times = lines.map(({ lastAt }) => lastAt);
    expect(times).toEqual(times.toSorted().reverse());
  });

  test("is narrowed by person, consent and time", async () => {
    const first = await disclosures.consents.given();
    const second = await disclosures.consents.given({}, { investor: first.investor });
    await disclosures.plant(first, 2, "20 days");
    await disclosures.plant(second, 1);
    const count = async (more: Partial<ListDisclosures>) =>
      (await listDisclosures(people.as(first.investor), { ...everything, ...more })).lines.length;
    expect(await count({})).toBe(3);
    expect(await count({ viewerId: first.advisor.personId })).toBe(2);
    expect(await count({ consentId: second.consentId })).toBe(1);
    expect(await count({ period: "week" })).toBe(2);
    expect(await count({ period: "month", viewerId: first.advisor.personId })).toBe(2);
    expect(await count({ viewerId: newId("per") })).toBe(0);
  });

  test("holds nothing of another investor's, whatever is asked", async () => {
    const theirs = await disclosures.consents.given();
    await disclosures.plant(theirs, 1);
    for (const other of [await people.add("investor"), people.south.investor]) {
      const { lines } = await listDisclosures(people.as(other), {
        ...everything,
        consentId: theirs.consentId,
      });
      expect(lines).toEqual([]);
    }
  });

  test("is read by investors alone", async () => {
    for (const role of ["advisor", "compliance", "admin"] as const) {
      const attempt = listDisclosures(people.as(people.north[role]), everything);
      await expect(attempt).rejects.toMatchObject({ code: "auth.forbidden" });
    }
  });
});
