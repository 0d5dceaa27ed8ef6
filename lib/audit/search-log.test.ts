import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { type EventId, newId } from "#lib/kernel/id.ts";
import { usualRows } from "#lib/kernel/rows-per-page.ts";
import { sequenceAll } from "#scripts/testing/audit-log.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { appendAudit } from "./append.ts";
import { type AuditEvent, auditEvent } from "./event.ts";
import { exportSearch } from "./export-search.ts";
import { beginFollowing, followFrom, resumeFollowing } from "./follow-log.ts";
import { indexEntries } from "./index-entries.ts";
import { readTrailEntry } from "./read-trail-entry.ts";
import type { LogSearch } from "./search.ts";
import { type FoundEntries, searchLog } from "./search-log.ts";
import type { TrailEntry } from "./view.ts";

const database = testDatabase();
const people = testPeople(database);
const { north, south } = people;

const shared = auditEvent(
  "test.shared",
  { consentId: z.string(), institutionId: z.string(), accountIds: z.array(z.string()), note: z.string() },
  "consentId",
);
const ended = auditEvent("test.ended", { consentId: z.string() }, "consentId");

const [consent, other, account] = [newId("con"), newId("con"), newId("acc")];
const share = (consentId: string, accountId: string) =>
  shared({ consentId, institutionId: "sandbox-retail", accountIds: [accountId], note: "free words" });

const append = (ctx: Context, ...events: AuditEvent[]) =>
  inTransaction(ctx, async (tx) => {
    for (const event of events) await appendAudit(tx, ctx, event);
  });

async function catchUp(): Promise<void> {
  await sequenceAll(people);
  for (;;) {
    const added = await indexEntries(people.system());
    if (added && added.from === added.to) return;
  }
}

const officer = () => people.as(north.compliance);
const search = (asked: LogSearch | null, after: string | null = null): Promise<FoundEntries> =>
  searchLog(officer(), { search: asked, after });
const idsOf = (entries: readonly TrailEntry[]) => entries.map(({ eventId }) => eventId);

/** What a plain reading of all rows finds, newest first. */
async function expected(
  where: (row: { type: string; actor: string; subject: string; body: string }) => boolean,
) {
  const rows = await people.superuser<
    { id: string; type: string; actor: string; subject: string; body: string }[]
  >`select e.event_id as id, type, actor_id as actor, subject_id as subject, convert_from(body, 'UTF8') as body
    from audit_events e join audit_leaves l using (tenant_id, event_id)
    where e.tenant_id = ${north.tenantId} order by occurred_at desc, leaf_index desc`;
  return rows.filter(where).map(({ id }) => id);
}

let advisorRequest = "";

beforeAll(async () => {
  const investor = people.as(north.investor);
  const advisor = people.as(north.advisor);
  advisorRequest = advisor.requestId;
  for (let at = 0; at < 30; at++) await append(investor, share(consent, account), share(other, newId("acc")));
  await append(advisor, share(consent, newId("acc")), ended({ consentId: consent }));
  for (let at = 0; at < 70; at++) await append(investor, ended({ consentId: other }));
  await append(people.as(south.investor), share(consent, account));
  await catchUp();
}, 60_000);

describe("a search of the log", () => {
  test.each<
    [string, LogSearch, (row: { type: string; actor: string; subject: string; body: string }) => boolean]
  >([
    ["who acted", { actor: north.advisor.personId }, ({ actor }) => actor === north.advisor.personId],
    ["what it happened to", { subject: consent }, ({ subject }) => subject === consent],
    ["what happened", { type: "test.shared" }, ({ type }) => type === "test.shared"],
    ["an account among many", { id: account }, ({ body }) => body.includes(account)],
    [
      "a bank that is named by a word",
      { id: "sandbox-retail" },
      ({ body }) => body.includes("sandbox-retail"),
    ],
    [
      "two things at once",
      { subject: consent, type: "test.ended" },
      ({ subject, type }) => subject === consent && type === "test.ended",
    ],
    [
      "an identifier anywhere and a type",
      { id: north.investor.personId, type: "test.ended" },
      ({ actor, type }) => actor === north.investor.personId && type === "test.ended",
    ],
  ])(
    "finds by %s what reading every row finds, page by page, and no other firm's",
    async (_what, asked, where) => {
      const wanted = await expected(where);
      expect(wanted.length).toBeGreaterThan(0);
      const found: string[] = [];
      for (let after: string | null = null, pages = 0; ; pages++) {
        const page: FoundEntries = await search(asked, after);
        expect(page.entries.length).toBeLessThanOrEqual(usualRows);
        found.push(...idsOf(page.entries));
        after = page.next;
        if (after === null) break;
        expect(pages).toBeLessThan(10);
      }
      expect(found).toEqual(wanted);
    },
  );

  test("finds by request, by session and by the event's own identifier", async () => {
    const { entries } = await search({ request: advisorRequest });
    // Which of one moment and transaction comes first is nobody's promise.
    expect(entries.map(({ type }) => type).sort()).toEqual(["test.ended", "test.shared"]);
    const [newest] = entries;
    expect(idsOf((await search({ id: newest?.sessionId ?? "" })).entries)).toEqual(idsOf(entries));
    expect(idsOf((await search({ id: newest?.eventId ?? "" })).entries)).toEqual([newest?.eventId]);
  });

  test("is of the time that was asked for, both ends in it", async () => {
    const all = (await search({ actor: north.advisor.personId })).entries;
    const at = new Date(all[0]?.at ?? "");
    const before = new Date(at.getTime() - 60_000);
    expect(
      (await search({ actor: north.advisor.personId, from: at, to: at })).entries.length,
    ).toBeGreaterThan(0);
    expect((await search({ actor: north.advisor.personId, to: before })).entries).toEqual([]);
    expect((await search({ from: before, to: at })).entries.length).toBeGreaterThan(0);
    expect((await search({ to: before })).entries).toEqual([]);
  });

  test("finds no word that is no identifier, and nothing where nothing that can be looked for was asked", async () => {
    expect((await search({ id: "free words" })).entries).toEqual([]);
    expect((await search(null)).entries).toEqual([]);
  });

  test("leaves an event of its own, with the identifiers and without any text", async () => {
    const ctx = officer();
    await searchLog(ctx, { search: { actor: north.advisor.personId, id: account } });
    const [event] = await people.events(ctx.requestId);
    expect(event).toMatchObject({
      type: "audit.searched",
      actorId: north.compliance.personId,
      facts: { filters: ["actor", "id"], ids: [north.advisor.personId, account], rows: 0 },
    });
    await catchUp();
    const { entries } = await search({ id: account, type: "audit.searched" });
    expect(idsOf(entries).length).toBeGreaterThan(0);
  });

  test("is refused to everybody else", async () => {
    for (const person of [north.investor, north.advisor, north.admin]) {
      await expect(searchLog(people.as(person), { search: {} })).rejects.toMatchObject({
        code: "auth.forbidden",
      });
    }
  });

  test("believes no index: an entry that is not what was asked for is not shown", async () => {
    const wrong = newId("con");
    await people.superuser`insert into audit_terms select audit_term(${north.tenantId}, ${`subject:${wrong}`}),
      e.occurred_at, l.leaf_index from audit_events e join audit_leaves l using (tenant_id, event_id)`;
    expect((await search({ subject: wrong })).entries).toEqual([]);
  });

  test("does not fail on what somebody typed into the address behind which it goes on", async () => {
    for (const after of ["x", "2026-99-99T00:00:00.000Z~evt_1", `9999-12-31T23:59:59.999Z~${newId("evt")}`]) {
      expect((await search({ subject: consent }, after)).entries.length).toBeGreaterThan(0);
    }
  });
});

describe("an export of a search", () => {
  test("has every entry once, and its event before the first", async () => {
    const ctx = officer();
    const found: string[] = [];
    for await (const group of exportSearch(ctx, { type: "test.ended" })) found.push(...idsOf(group));
    expect(found).toEqual(await expected(({ type }) => type === "test.ended"));
    expect((await people.events(ctx.requestId)).map(({ type }) => type)).toEqual(["audit.searchExported"]);
  });

  test("needs a fresh proof of who the person is", async () => {
    const stale = people.as(north.compliance, { authenticatedAt: new Date(Date.now() - 3_600_000) });
    await expect(exportSearch(stale, {}).next()).rejects.toMatchObject({ code: "auth.step_up_required" });
  });
});

describe("an entry's page", () => {
  test("has its bytes, what else the request did and what else happened to the subject, and leaves an event", async () => {
    const [first, second] = (await search({ request: advisorRequest })).entries;
    const ctx = officer();
    const page = await readTrailEntry(ctx, first?.eventId as EventId);
    expect(JSON.parse(page.bytes)).toMatchObject({ eventId: first?.eventId, requestId: advisorRequest });
    expect(idsOf(page.ofRequest)).toEqual([second?.eventId]);
    expect(page.ofSubject.length).toBe(20);
    expect(page.ofSubject.every(({ subjectId }) => subjectId === consent)).toBe(true);
    expect((await people.events(ctx.requestId))[0]).toMatchObject({
      type: "console.opened",
      subjectId: first?.eventId,
      facts: { what: "event" },
    });
  });

  test("of another firm does not exist", async () => {
    const [first] = (await search({ request: advisorRequest })).entries;
    const stranger = people.as(south.compliance);
    await expect(readTrailEntry(stranger, first?.eventId as EventId)).rejects.toMatchObject({
      code: "audit.entry_not_found",
    });
  });
});

describe("following the log", () => {
  test("brings each added entry once, in the log's order, and no other firm's", async () => {
    const begun = await beginFollowing(officer(), { subject: other });
    expect(begun.entries.length).toBe(usualRows);
    await append(
      people.as(north.investor),
      ended({ consentId: other }) as never,
      ended({ consentId: consent }),
    );
    await append(people.as(south.investor), ended({ consentId: other }));
    await sequenceAll(people);
    const added = await followFrom(officer(), { subject: other }, begun.place, async () => {});
    expect(added.entries.map(({ subjectId }) => subjectId)).toEqual([other]);
    expect((await followFrom(officer(), { subject: other }, added.place, async () => {})).entries).toEqual(
      [],
    );
  });

  test("goes on after a short absence and not after a long one, as the log from its beginning is no page", async () => {
    const { place } = await beginFollowing(officer(), {});
    await resumeFollowing(officer(), {}, place - 900);
    await expect(resumeFollowing(officer(), {}, place - 2_000)).rejects.toMatchObject({
      code: "audit.followed_too_late",
    });
  });
});
