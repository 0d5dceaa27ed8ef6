import { describe, expect, test } from "vitest";
import type { Context } from "#lib/access/context.ts";
import { testConsents } from "#scripts/testing/consent.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { parseConsentQuery } from "./consent-query.ts";
import { declineConsent } from "./decline-consent.ts";
import { listConsents } from "./read-consents.ts";
import { searchConsents } from "./search-consents.ts";
import { withdrawConsent } from "./withdraw-consent.ts";

const people = testPeople(testDatabase());
const consents = testConsents(people);
const { north, south } = people;

const dayMs = 86_400_000;
const query = (address: Record<string, string> = {}) => parseConsentQuery(address);
const search = (ctx: Context, address: Record<string, string> = {}) =>
  searchConsents(ctx, query(address), []);
const idsOf = async (ctx: Context, address: Record<string, string> = {}) =>
  (await search(ctx, address)).consents.map(({ id }) => id);

/** Every page of a list, one after the other. */
async function walk(ctx: Context, address: Record<string, string> = {}): Promise<readonly string[][]> {
  const pages: string[][] = [];
  let after: string | null = null;
  do {
    const page = await search(ctx, { ...address, ...(after ? { after } : {}) });
    pages.push(page.consents.map(({ id }) => id));
    after = page.next;
  } while (after);
  return pages;
}

/** One of each: asked for, in force with its end near and far, declined, withdrawn, run out and not yet noted. */
async function oneOfEach() {
  const asked = await consents.requested();
  const { investor } = asked;
  const near = await consents.given({}, { investor });
  await consents.endsIn(near, 5 * dayMs);
  const far = await consents.given({}, { investor });
  const declined = await consents.requested({}, { investor });
  await declineConsent(people.as(investor), { consentId: declined.consentId, reason: "notSaid" });
  const withdrawn = await consents.given({}, { investor });
  await withdrawConsent(people.as(investor), { consentId: withdrawn.consentId, reason: "notSaid" });
  const over = await consents.given({}, { investor });
  await consents.endsIn(over, -1_000);
  return { ctx: people.as(investor), asked, near, far, declined, withdrawn, over };
}

describe("an investor’s consents", () => {
  test("are open or over, what ends soonest first and what ended last first", async () => {
    const { ctx, asked, near, far, declined, withdrawn, over } = await oneOfEach();
    const page = await search(ctx);
    expect(page.consents.map(({ id }) => id)).toEqual([near, asked, far].map(({ consentId }) => consentId));
    expect(page.counts).toEqual({ open: 3, ended: 3 });
    const ended = await idsOf(ctx, { tab: "ended" });
    expect(ended.toSorted()).toEqual(
      [declined, withdrawn, over].map(({ consentId }) => consentId).toSorted(),
    );
    expect(ended.indexOf(withdrawn.consentId)).toBeLessThan(ended.indexOf(declined.consentId));
  });

  test("are found by how they stand and by when they end", async () => {
    const { ctx, asked, near, far, declined, withdrawn, over } = await oneOfEach();
    const found: readonly [Record<string, string>, { readonly consentId: string }[]][] = [
      [{ standing: "asked" }, [asked]],
      [{ standing: "inForce" }, [near, far]],
      [{ within: "30" }, [near, asked]],
      [{ standing: "inForce", within: "30" }, [near]],
      [{ tab: "ended", standing: "declined" }, [declined]],
      [{ tab: "ended", standing: "withdrawn" }, [withdrawn]],
      [{ tab: "ended", standing: "expired" }, [over]],
      [{ tab: "ended", standing: "revokedAtBank" }, []],
    ];
    for (const [address, expected] of found) {
      expect(await idsOf(ctx, address)).toEqual(expected.map(({ consentId }) => consentId));
    }
  });

  test("are found by the advisor who sees by them, whether named or one of the team", async () => {
    const named = await consents.given();
    const { investor, advisor } = named;
    const team = await consents.given(
      { recipients: { wholeTeam: true, advisorIds: [], clientIds: [] } },
      { investor, advisor },
    );
    const other = await consents.given({}, { investor });
    const ctx = people.as(investor);
    const seenBy = await idsOf(ctx, { advisor: advisor.personId });
    expect(seenBy.toSorted()).toEqual([named.consentId, team.consentId].toSorted());
    const { advisors } = await search(ctx);
    expect(advisors.map(({ id }) => id).toSorted()).toEqual(
      [advisor.personId, other.advisor.personId].toSorted(),
    );
  });

  test("are found by a bank and by words in the names of banks and advisors", async () => {
    const one = await consents.given();
    const two = await consents.given({}, { investor: one.investor });
    const ctx = people.as(one.investor);
    const atBanks = [
      { consentId: one.consentId, institutionId: "first", bank: "Crédit Général" },
      { consentId: two.consentId, institutionId: "second", bank: "100% Bank_" },
    ];
    const by = async (address: Record<string, string>) =>
      (await searchConsents(ctx, query(address), atBanks)).consents.map(({ id }) => id);
    expect(await by({ bank: "first" })).toEqual([one.consentId]);
    expect(await by({ bank: "none-of-them" })).toEqual([]);
    expect(await by({ q: "credit" })).toEqual([one.consentId]);
    expect(await by({ q: "100% bank_" })).toEqual([two.consentId]);
    expect(await by({ q: "%" })).toEqual([two.consentId]);
    // Every advisor of these tests is called Nøra.
    expect((await by({ q: "NØRA" })).length).toBe(2);
    expect(await by({ q: "Nøra general" })).toEqual([]);
  });

  test.each<Record<string, string>>([{}, { sort: "asked" }])(
    "come page by page, each once and none left out (%o)",
    async (address) => {
      const { investor, advisor } = await consents.given();
      for (let more = 1; more < 45; more += 1) await consents.requested({}, { investor, advisor });
      // All of one moment: only the identifier tells them apart.
      await people.superuser.begin(async (sql) => {
        await sql`set local session_replication_role = replica`;
        await sql`update consents set requested_at = '2026-01-01T00:00:00.123456Z',
        answer_by = clock_timestamp() + interval '10 days' where investor_id = ${investor.personId}`;
        await sql`update consents set answer_by = '2099-01-01T00:00:00.654321Z'
        where investor_id = ${investor.personId} and state = 'requested'`;
      });
      const pages = await walk(people.as(investor), address);
      expect(pages.map((page) => page.length)).toEqual([20, 20, 5]);
      expect(new Set(pages.flat()).size).toBe(45);
    },
  );

  test("are the reader’s alone, whatever they look for", async () => {
    const { consentId, investor, advisor } = await consents.given();
    const strangers = [await people.add("investor"), south.investor, south.advisor];
    for (const stranger of strangers) {
      const page = await search(people.as(stranger), { advisor: advisor.personId });
      expect(page).toEqual({ consents: [], next: null, counts: { open: 0, ended: 0 }, advisors: [] });
      const at = [{ consentId, institutionId: "bank", bank: "Bank" }];
      const looked = await searchConsents(people.as(stranger), query({ bank: "bank" }), at);
      expect(looked.consents).toEqual([]);
    }
    await expect(search(people.as(north.admin))).rejects.toMatchObject({ code: "auth.forbidden" });
    expect(await idsOf(people.as(investor))).toEqual([consentId]);
  });
});

test("a list of all goes on beyond what is read from the database at once", async () => {
  const { investor, consentId } = await consents.requested();
  const wanted = 1_001;
  await people.superuser.begin(async (sql) => {
    await sql`set local session_replication_role = replica`;
    await sql`insert into consents (tenant_id, consent_id, investor_id, state, revision, whole_team, advisor_ids,
        client_ids, terms, region, requested_by, requested_at, answer_by)
      select tenant_id, 'con_' || gen_random_uuid(), investor_id, state, revision, whole_team, advisor_ids, client_ids,
        terms, region, requested_by, requested_at, answer_by
      from consents, generate_series(2, ${wanted}) where consent_id = ${consentId}`;
  });
  const all = await listConsents(people.as(investor));
  expect(new Set(all.map(({ id }) => id)).size).toBe(wanted);
});
