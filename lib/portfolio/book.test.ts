import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { amendConsent } from "#lib/consent/amend-consent.ts";
import { chooseAccounts } from "#lib/consent/choose-accounts.ts";
import type { Terms } from "#lib/consent/terms.ts";
import { withdrawConsent } from "#lib/consent/withdraw-consent.ts";
import { listDisclosures } from "#lib/disclosures/list-disclosures.ts";
import { runJob } from "#lib/jobs/run-job.ts";
import type { RecordKeys } from "#lib/records/record-keys.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { type TestPerson, testPeople } from "#scripts/testing/people.ts";
import { type PrivateBank, startPrivateBank } from "#scripts/testing/private-bank.ts";
import { rateTableOf } from "#scripts/testing/rates.ts";
import { testSyncs } from "#scripts/testing/sync-bank.ts";
import { parseBookQuery } from "./book-query.ts";
import { consolidate } from "./consolidate.ts";
import { findUnsummarisedHandler } from "./find-unsummarised.job.ts";
import { readBook } from "./read-book.ts";
import { readClient } from "./read-client.ts";
import { readOwnHoldings } from "./read-own-holdings.ts";
import { summariseHandler } from "./summarise.job.ts";

const database = testDatabase();
const people = testPeople(database);
const syncs = testSyncs(database, people);
const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
const rates = rateTableOf({ [yesterday]: { CHF: "0.95", USD: "1.1", GBP: "0.85" } });
const never = new AbortController().signal;
let custodian: PrivateBank;

beforeAll(async () => {
  custodian = await startPrivateBank();
}, 60_000);
afterAll(() => custodian.close());

const summarise = async ({ tenantId, personId }: TestPerson, keys?: RecordKeys) =>
  runJob(
    summariseHandler(keys ?? (await syncs.keys())),
    { tenantId, investorId: personId },
    people.workerBase(),
    never,
  );

async function look(who: TestPerson, query: Record<string, string> = {}) {
  const web = await syncs.records.process("licet_web");
  return readBook(people.as(who), { keys: web, rates }, parseBookQuery(query));
}

/** An investor whose custodian was read and summed up, as the worker does. */
async function linked(contract: string, terms: Partial<Terms> = {}) {
  const connector = custodian.connector();
  const grant = await custodian.link(connector, contract);
  const own = await syncs.link({ connector, grant }, terms);
  await syncs.sync(own, { kind: "initial" });
  await summarise(own.investor);
  const { investor, advisor } = own;
  return {
    ...own,
    row: async (query: Record<string, string> = {}, who = advisor) =>
      (await look(who, query)).rows.find(({ id }) => id === investor.personId),
    notes: () => people.superuser<{ what: string; clusters: string[]; account_ids: string[] }[]>`
      select what, clusters::text[] as clusters, account_ids from disclosures
      where investor_id = ${investor.personId}`,
    versions: () => people.superuser<{ recipient_id: string; version: number; stamp: string }[]>`
      select recipient_id, version, stamp from book_summaries where investor_id = ${investor.personId}`,
    queued: async () =>
      (
        await people.superuser`select 1 from graphile_worker._private_jobs
          where key = ${`portfolio.summarise:${investor.tenantId}:${investor.personId}`}`
      ).length,
  };
}

const balancesOnly = {
  clusters: [
    { cluster: "balances" as const, purposes: ["overview" as const], historyFrom: null, leavesOut: [] },
  ],
};

type OwnClient = Awaited<ReturnType<typeof linked>>;

const narrow = async ({ investor, consentId, advisor }: OwnClient) =>
  amendConsent(
    people.as(investor),
    await syncs.consents.shown({ investor, consentId, advisor }, "amend", balancesOnly),
  );

function knownOf(row: Awaited<ReturnType<OwnClient["row"]>>) {
  if (row?.value.kind !== "known") throw new Error(`it is ${row?.value.kind}`);
  return row.value;
}

describe("an advisor's book", () => {
  test("has each client's wealth as the client's own page has it", async () => {
    const { investor, row } = await linked("sms@wealth");
    const web = await syncs.records.process("licet_web");
    const { holdings } = await readOwnHoldings(people.as(investor), web);
    for (const base of ["EUR", "CHF"]) {
      const own = consolidate(holdings, rates, base).netWorth;
      const seen = knownOf(await row({ in: base }));
      expect(own.figure).toMatchObject({ kind: "known", value: seen.value, asOf: seen.asOf });
      expect(seen.missing.reduce((sum, { count }) => sum + count, 0)).toBe(own.missing.length);
    }
  }, 60_000);

  test("leaves out what its bank does not name any more, as the client’s page does", async () => {
    const { investor, advisor, row } = await linked("sms@gone");
    const before = knownOf(await row());
    await people.superuser`update accounts set state = 'gone' where account_id in (
      select account_id from accounts where investor_id = ${investor.personId} and kind = 'custody')`;
    await summarise(investor);
    const after = knownOf(await row());
    expect(after.value).not.toEqual(before.value);
    const means = { keys: await syncs.records.process("licet_web"), rates, base: null };
    const page = await readClient(people.as(advisor), means, { investorId: investor.personId });
    expect(page.gone).toBeGreaterThan(0);
    expect(page.wealth.netWorth.figure).toMatchObject({ kind: "known", value: after.value });
  }, 60_000);

  test("says how many accounts are not shared with whom looks, and calls such a client known in part", async () => {
    const { investor, accounts, row, advisor } = await linked("sms@hidden");
    expect(await row()).toMatchObject({ hidden: 0 });
    expect((await look(advisor)).total).toMatchObject({ whole: 1, partly: 0 });
    const [one] = accounts.keys();
    const other = await people.add("advisor");
    const recipients = { wholeTeam: false, advisorIds: [other.personId], clientIds: [] };
    const clusters = (["balances", "positions", "liabilities"] as const).map((cluster) => ({
      ...{ cluster, purposes: ["overview" as const], historyFrom: null, leavesOut: [] },
    }));
    const second = { investor, advisor: other, accountIds: one ? [one] : [] };
    await syncs.consents.given({ recipients, clusters }, second);
    await summarise(investor);
    expect(await row({}, other)).toMatchObject({ hidden: accounts.size - 1, value: { missing: [] } });
    expect((await look(other, { q: "investor" })).total).toMatchObject({ whole: 0, partly: 1 });
    expect(await row()).toMatchObject({ hidden: 0 });
  }, 60_000);

  test("is noted once for each version and each viewer, with what it is made of, and the investor reads it", async () => {
    const own = await linked("sms@noted", {
      recipients: { wholeTeam: true, advisorIds: [], clientIds: [] },
    });
    const { investor, row, notes, accounts, advisor } = own;
    await row();
    await row({ in: "CHF", sort: "-value" });
    const [note, ...more] = await notes();
    expect(more).toEqual([]);
    expect(note).toMatchObject({ what: "book" });
    expect(note?.clusters.toSorted()).toEqual(["balances", "liabilities", "positions"]);
    expect(note?.account_ids.toSorted()).toEqual([...accounts.keys()].toSorted());

    const colleague = await people.add("advisor");
    await row({}, colleague);
    expect(await notes()).toHaveLength(2);
    await narrow(own);
    await summarise(investor);
    await row();
    expect(await notes()).toHaveLength(3);

    const asked = { viewerId: null, consentId: null, period: "all" as const, behind: null };
    const { lines } = await listDisclosures(people.as(investor), asked);
    expect(new Set(lines.map(({ what }) => what))).toEqual(new Set(["book"]));
    expect(lines.map(({ viewer }) => viewer.id).toSorted()).toContain(advisor.personId);
  }, 60_000);

  test("counts nothing twice for who is a recipient in person and as one of the firm", async () => {
    const { investor, advisor, row } = await linked("sms@twice");
    const alone = knownOf(await row());
    const team = await syncs.consents.given(
      { recipients: { wholeTeam: true, advisorIds: [], clientIds: [] }, ...balancesOnly },
      { investor, advisor, accountIds: [] },
    );
    const accountIds = (
      await people.superuser`select account_id from accounts where investor_id = ${investor.personId}`
    ).map(({ account_id }) => account_id);
    await chooseAccounts(people.as(investor), { consentId: team.consentId, accountIds });
    await summarise(investor);
    expect(knownOf(await row())).toEqual(alone);
    const byTeam = knownOf(await row({}, await people.add("advisor")));
    expect(byTeam.value).not.toEqual(alone.value);
    expect(byTeam.missing).toContainEqual(expect.objectContaining({ reason: "notConsented" }));
  }, 60_000);

  test("shows nothing at once when a consent is withdrawn, and no old figure when one is narrowed", async () => {
    const own = await linked("sms@narrow");
    const { investor, consentId, row } = own;
    const before = knownOf(await row());
    await narrow(own);
    expect((await row())?.value).toEqual({ kind: "workingOut" });
    expect((await look(own.advisor)).total).toMatchObject({ workingOut: 1 });
    await summarise(investor);
    const after = knownOf(await row());
    expect(after.value).not.toEqual(before.value);
    expect(after.missing).toContainEqual(expect.objectContaining({ reason: "notConsented" }));
    await withdrawConsent(people.as(investor), { consentId, reason: "notSaid" });
    expect((await row())?.value).toEqual({ kind: "nothingShared" });
    await summarise(investor);
    expect((await row())?.value).toEqual({ kind: "nothingShared" });
  }, 60_000);

  test("says that it is being worked out where more was granted than the figure is made of", async () => {
    const own = await linked("sms@wider", balancesOnly);
    knownOf(await own.row());
    const { investor, advisor, consentId } = own;
    const clusters = (["balances", "positions"] as const).map((cluster) => ({
      ...{ cluster, purposes: ["overview" as const], historyFrom: null, leavesOut: [] },
    }));
    const wider = await syncs.consents.given(
      { clusters },
      { investor, advisor, accountIds: [...own.accounts.keys()] },
    );
    expect(wider.consentId).not.toBe(consentId);
    expect((await own.row())?.value).toEqual({ kind: "workingOut" });
  }, 60_000);

  test("is for advisors, and another firm's is another book", async () => {
    await linked("sms@firms", { recipients: { wholeTeam: true, advisorIds: [], clientIds: [] } });
    expect(await look(people.south.advisor)).toMatchObject({ clients: 0, rows: [] });
    for (const role of ["investor", "compliance", "admin"] as const) {
      await expect(look(people.north[role])).rejects.toMatchObject({ code: "auth.forbidden" });
    }
  }, 60_000);
});

describe("a summary", () => {
  test("is made again after each reading and each change of what is granted, and only in effect once", async () => {
    const own = await linked("sms@again");
    const { investor, queued, versions } = own;
    expect(await queued()).toBe(1);
    const first = await versions();
    await Promise.all([summarise(investor), summarise(investor), summarise(investor)]);
    expect(await versions()).toEqual(first);
    await narrow(own);
    expect(await versions()).toEqual([]);
    expect(await queued()).toBe(1);
    await Promise.all([summarise(investor), summarise(investor)]);
    expect(await versions()).toMatchObject([{ version: 1 }]);
  }, 60_000);

  test("that was begun before a withdrawal is not there after it", async () => {
    const { investor, consentId, versions } = await linked("sms@late");
    await people.superuser`delete from book_summaries where investor_id = ${investor.personId}`;
    const keys = await syncs.keys();
    let withdrawn = 0;
    // Withdrawn between the reckoning and the storing, as late as the key for it is asked for.
    const late = new Proxy(keys, {
      get(target, name) {
        const value = Reflect.get(target, name, target);
        if (typeof value !== "function") return value;
        return async (...given: unknown[]) => {
          if (name === "bookSecret" && withdrawn++ === 0) {
            await withdrawConsent(people.as(investor), { consentId, reason: "notSaid" });
          }
          return value.apply(target, given);
        };
      },
    });
    await summarise(investor, late);
    expect(withdrawn).toBeGreaterThan(0);
    expect(await versions()).toEqual([]);
  }, 60_000);

  test("and a withdrawal at the same moment leave none, whichever comes first", async () => {
    const keys = await syncs.keys();
    const rounds = await Promise.all(Array.from({ length: 16 }, () => syncs.consents.given()));
    const count = async (personId: string) =>
      (await people.superuser`select 1 from book_summaries where investor_id = ${personId}`).length;
    let stored = 0;
    for (const [at, { investor, consentId }] of rounds.entries()) {
      const made = summarise(investor, keys);
      await new Promise((done) => setTimeout(done, at * 2));
      stored += await count(investor.personId);
      const ended = withdrawConsent(people.as(investor), { consentId, reason: "notSaid" });
      await Promise.all([made, ended]);
      expect(await count(investor.personId)).toBe(0);
    }
    // Some were there before they were taken away: the two did meet.
    expect(stored).toBeLessThan(rounds.length);
  }, 60_000);

  test("of which nothing is granted any more is taken away", async () => {
    const { investor, consentId, versions } = await linked("sms@left");
    expect(await versions()).toHaveLength(1);
    await people.superuser.begin(async (sql) => {
      await sql`set local session_replication_role = replica`;
      await sql`delete from consent_grants where investor_id = ${investor.personId}`;
    });
    await syncs.consents.endsIn({ consentId }, -1);
    expect(await versions()).toHaveLength(1);
    await summarise(investor);
    expect(await versions()).toEqual([]);
  }, 60_000);

  test("is found where it is not there", async () => {
    const { investor } = await linked("sms@found");
    const key = `portfolio.summarise:${investor.tenantId}:${investor.personId}`;
    await people.superuser`delete from graphile_worker._private_jobs where key = ${key}`;
    const queued = async () =>
      (await people.superuser`select 1 from graphile_worker._private_jobs where key = ${key}`).length;
    await runJob(findUnsummarisedHandler, {}, people.workerBase(), never);
    expect(await queued()).toBe(0);
    await people.superuser`delete from book_summaries where investor_id = ${investor.personId}`;
    await runJob(findUnsummarisedHandler, {}, people.workerBase(), never);
    expect(await queued()).toBe(1);
  }, 60_000);
});
