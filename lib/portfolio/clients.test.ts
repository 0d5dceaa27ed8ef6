import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inTransaction } from "#lib/access/transaction.ts";
import { countHidden } from "#lib/connections/granted-repository.ts";
import { amendConsent } from "#lib/consent/amend-consent.ts";
import { withdrawConsent } from "#lib/consent/withdraw-consent.ts";
import { type AccountId, newId, type PersonId } from "#lib/kernel/id.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { type TestPerson, testPeople } from "#scripts/testing/people.ts";
import { type PrivateBank, startPrivateBank } from "#scripts/testing/private-bank.ts";
import { rateTableOf } from "#scripts/testing/rates.ts";
import { testSyncs } from "#scripts/testing/sync-bank.ts";
import { readClient } from "./read-client.ts";
import { readClientEntries } from "./read-client-entries.ts";
import { readClientPerformance } from "./read-client-performance.ts";
import type { ReadOwnEntries } from "./read-own-entries.ts";

const database = testDatabase();
const people = testPeople(database);
const syncs = testSyncs(database, people);
let custodian: PrivateBank;

beforeAll(async () => {
  custodian = await startPrivateBank();
}, 60_000);
afterAll(() => custodian.close());

const rates = rateTableOf({ "2026-11-20": { CHF: "0.95", USD: "1.1", GBP: "0.86", JPY: "170" } });
const longest = { period: "sinceBeginning", from: null, to: null };
const anyEntries = { accountId: null, kind: null, from: null, to: null, search: null, before: null } as const;

/** An investor whose custodian was read, and who lets an advisor see all of it. */
async function linked(contract: string) {
  const connector = custodian.connector();
  const own = await syncs.link({ connector, grant: await custodian.link(connector, contract) });
  await syncs.sync(own, { kind: "initial" });
  const web = await syncs.records.process("licet_web");
  const { personId: investorId } = own.investor;
  const means = { keys: web, rates, base: null };
  const look = (who = own.advisor) => readClient(people.as(who), means, { investorId });
  const entries = (more: Partial<ReadOwnEntries> = {}) =>
    readClientEntries(people.as(own.advisor), web, { ...anyEntries, ...more, investorId });
  const performance = (who = own.advisor) =>
    readClientPerformance(people.as(who), means, { ...longest, investorId });
  const seen = async () =>
    (await people.superuser`select 1 from disclosures where investor_id = ${own.investor.personId}`).length;
  const noted = async () =>
    people.superuser<{ what: string; clusters: string[] }[]>`select what, clusters::text[] as clusters
      from disclosures where investor_id = ${investorId} order by at`;
  return { ...own, look, entries, performance, seen, noted };
}

describe("a client's page", () => {
  test("adds up what the banks told of each account, and stands in the client's list", async () => {
    const { look, noted, accounts } = await linked("sms@page");
    const { wealth, client, balances } = await look();
    expect(wealth.accounts.map(({ id }) => id).toSorted()).toEqual([...accounts.keys()].toSorted());
    for (const { id, data, maskedNumber } of wealth.accounts) {
      expect(data.filter(({ why }) => why !== null)).toEqual([]);
      expect(maskedNumber).not.toBeNull();
      expect(balances.get(id)).toBeDefined();
    }
    expect(wealth.instruments.length).toBeGreaterThan(0);
    expect(wealth.netWorth.figure).toMatchObject({ kind: "known", value: { currency: "EUR" } });
    expect(client).toMatchObject({ isNoted: true, hiddenAccounts: 0, name: "Nøra investor" });
    expect(wealth.hiddenAccounts).toBe(0);
    const [note, ...more] = await noted();
    expect(more).toEqual([]);
    expect(note).toMatchObject({ what: "clientPage" });
    expect(note?.clusters).not.toContain("transactions");
  }, 60_000);

  test("shows nothing of it as soon as the consent is narrowed, withdrawn or at its end", async () => {
    const { look, seen, investor, consentId, advisor } = await linked("sms@narrow");
    const consent = { investor, consentId, advisor };
    const why = async () => (await look()).wealth.accounts.map(({ data }) => data);
    expect((await why()).flat().filter((one) => one.why !== null)).toEqual([]);
    const before = (await look()).wealth;

    const clusters = [
      { cluster: "identity", purposes: ["overview"], historyFrom: null, leavesOut: [] },
      { cluster: "positions", purposes: ["overview"], historyFrom: null, leavesOut: [] },
    ] as const;
    const choice = {
      clusters: clusters.map((one) => ({ ...one, purposes: [...one.purposes], leavesOut: [] })),
    };
    await amendConsent(people.as(investor), await syncs.consents.shown(consent, "amend", choice));
    const narrowed = await look();
    for (const { data } of narrowed.wealth.accounts) {
      const of = (wanted: string) => data.find((one) => one.data === wanted)?.why;
      expect([of("balances"), of("identity")]).toEqual(["notConsented", null]);
    }
    expect(narrowed.balances.size).toBe(0);
    expect(narrowed.wealth.netWorth).not.toEqual(before.netWorth);
    expect(narrowed.wealth.netWorth.missing.map(({ reason }) => reason)).toContain("notConsented");

    await withdrawConsent(people.as(investor), { consentId, reason: "notSaid" });
    const noted = await seen();
    const after = await look();
    expect(after).toMatchObject({
      wealth: { accounts: [], instruments: [], netWorth: { figure: { kind: "unavailable" } } },
      client: { isNoted: false, hiddenAccounts: 0, consents: [{ state: "withdrawn" }] },
    });
    expect(await seen()).toBe(noted);
  }, 60_000);

  test("shows nothing past the consent's end, whether or not anybody has closed it", async () => {
    const { look, entries, performance, consentId, seen } = await linked("sms@over");
    await syncs.consents.endsIn({ consentId }, -1);
    const client = { isNoted: false, hiddenAccounts: 0, consents: [{ isInForce: false }] };
    expect(await look()).toMatchObject({ client, wealth: { accounts: [] } });
    expect(await entries()).toMatchObject({ client, accounts: [], entries: [] });
    expect(await performance()).toMatchObject({ client, accounts: [], performance: { accountIds: [] } });
    expect(await seen()).toBe(0);
  }, 60_000);

  test("counts what is not shared with its viewer, and says nothing else of it", async () => {
    const { look, investor, accounts } = await linked("sms@hidden");
    const [one] = accounts.keys();
    const other = await people.add("advisor");
    const recipients = { wholeTeam: false, advisorIds: [other.personId], clientIds: [] };
    const second = { investor, advisor: other, accountIds: one ? [one] : [] };
    await syncs.consents.given({ recipients }, second);
    const { wealth, client } = await look(other);
    expect(wealth.accounts.map(({ id }) => id)).toEqual([one]);
    expect([wealth.hiddenAccounts, client.hiddenAccounts]).toEqual([accounts.size - 1, accounts.size - 1]);
    const told = JSON.stringify({ wealth, client });
    for (const id of [...accounts.keys()].slice(1)) expect(told).not.toContain(id);
  }, 60_000);

  test("is not there for whom no consent names, in this firm or another, or for nobody's identifier", async () => {
    const { look, performance, investor, advisor, seen } = await linked("sms@strangers");
    for (const stranger of [await people.add("advisor"), people.south.advisor]) {
      await expect(look(stranger)).rejects.toMatchObject({ code: "consent.not_found" });
      await expect(performance(stranger)).rejects.toMatchObject({ code: "consent.not_found" });
    }
    for (const who of [investor, people.north.compliance]) {
      await expect(look(who)).rejects.toMatchObject({ code: "auth.forbidden" });
      await expect(performance(who)).rejects.toMatchObject({ code: "auth.forbidden" });
    }
    const web = await syncs.records.process("licet_web");
    const nobody = { investorId: newId<"per">("per") };
    const attempt = readClient(people.as(advisor), { keys: web, rates, base: null }, nobody);
    await expect(attempt).rejects.toMatchObject({ code: "consent.not_found" });
    const list = readClientEntries(people.as(advisor), web, { ...anyEntries, ...nobody });
    await expect(list).rejects.toMatchObject({ code: "consent.not_found" });
    expect(await seen()).toBe(0);
  }, 60_000);
});

describe("a client's transactions and performance", () => {
  test("are views of their own, each noted with the kinds of data that it is made of", async () => {
    const { entries, performance, noted, accounts } = await linked("sms@ways");
    const list = await entries();
    expect(list.entries.length).toBeGreaterThan(0);
    expect(list.accounts.map(({ id }) => id).toSorted()).toEqual([...accounts.keys()].toSorted());
    expect(list.accounts.every(({ maskedNumber }) => maskedNumber !== null)).toBe(true);
    const did = await performance();
    expect(did.series.points.some(({ value }) => value !== null)).toBe(true);
    expect(did.accounts.every(({ maskedNumber }) => maskedNumber !== null)).toBe(true);
    const notes = await noted();
    expect(new Set(notes.map(({ what }) => what))).toEqual(new Set(["clientEntries", "clientPerformance"]));
    for (const { what, clusters } of notes) {
      expect(clusters.includes("positions")).toBe(what === "clientPerformance");
      expect(clusters).toContain("transactions");
    }
  }, 60_000);

  test("of one account are opened of that account alone", async () => {
    const { entries } = await linked("sms@alone");
    const all = await entries();
    const accountId = all.entries[0]?.accountId ?? null;
    const own = await entries({ accountId: accountId as AccountId });
    expect(new Set(own.entries.map((one) => one.accountId))).toEqual(new Set([accountId]));
    expect(own.accounts).toHaveLength(all.accounts.length);
  }, 60_000);

  test("go with the consent to them, and what is missing is named", async () => {
    const { entries, performance, investor, consentId, advisor } = await linked("sms@leave");
    expect((await entries()).entries.length).toBeGreaterThan(0);
    const kept = (["identity", "balances", "positions"] as const).map((cluster) => ({
      ...{ cluster, purposes: ["overview" as const], historyFrom: null, leavesOut: [] },
    }));
    const agreement = await syncs.consents.shown({ investor, consentId, advisor }, "amend", {
      clusters: kept,
    });
    await amendConsent(people.as(investor), agreement);
    const list = await entries();
    expect(list).toMatchObject({ entries: [], next: null, lookedFrom: null });
    expect(list.missing.map(({ reason }) => reason)).toEqual(list.accounts.map(() => "notConsented"));
    expect((await performance()).performance.paidIn).toMatchObject({ kind: "unavailable" });
    await withdrawConsent(people.as(investor), { consentId, reason: "notSaid" });
    expect(await entries()).toMatchObject({ accounts: [], client: { isNoted: false } });
    expect(await performance()).toMatchObject({ accounts: [], client: { isNoted: false } });
  }, 60_000);
});

describe("the number of accounts that are not shared", () => {
  const countAs = (who: TestPerson, investorId: PersonId) =>
    inTransaction(people.as(who), (tx) => countHidden(tx, investorId));

  test("is told to whom a consent in force names, and to nobody else", async () => {
    const { advisor, investor, consentId, accounts } = await linked("sms@count");
    const { personId } = investor;
    expect(await countAs(advisor, personId)).toBe(0);
    await people.superuser`delete from consent_grants where consent_id = ${consentId}`;
    expect(await countAs(advisor, personId)).toBe(accounts.size);
    for (const stranger of [await people.add("advisor"), people.south.advisor]) {
      expect(await countAs(stranger, personId)).toBeNull();
    }
    for (const who of [investor, people.north.compliance]) {
      await expect(countAs(who, personId)).rejects.toMatchObject({ cause: { code: "42501" } });
    }
    expect(await countAs(advisor, newId("per"))).toBeNull();
    await syncs.consents.endsIn({ consentId }, -1);
    expect(await countAs(advisor, personId)).toBeNull();
  }, 60_000);
});
