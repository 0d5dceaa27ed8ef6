import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stepUpLifetimeMs } from "#lib/access/permissions.ts";
import { withdrawConsent } from "#lib/consent/withdraw-consent.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { type PrivateBank, startPrivateBank } from "#scripts/testing/private-bank.ts";
import { rateTableOf } from "#scripts/testing/rates.ts";
import { testSyncs } from "#scripts/testing/sync-bank.ts";
import { readCsv } from "#scripts/testing/tables.ts";
import { exportClientWealth } from "./export-client-wealth.ts";
import { writeCsv } from "./export-csv.ts";
import { exportOwnWealth } from "./export-own-wealth.ts";
import type { ExportAsked } from "./export-query.ts";
import type { ExportDocument } from "./export-table.ts";
import { readClient } from "./read-client.ts";
import { readClientEntries } from "./read-client-entries.ts";
import { readOwnEntries } from "./read-own-entries.ts";
import { readOwnWealth } from "./read-own-wealth.ts";

const database = testDatabase();
const people = testPeople(database);
const syncs = testSyncs(database, people);
let custodian: PrivateBank;

beforeAll(async () => {
  custodian = await startPrivateBank();
}, 60_000);
afterAll(() => custodian.close());

const rates = rateTableOf({ "2026-11-20": { CHF: "0.95", USD: "1.1", GBP: "0.86", JPY: "170" } });
const asked = { as: "csv", base: null, period: "sinceBeginning", from: null, to: null } as const;
const everything = ["holdings", "entries", "performance"] as const;

/** An investor whose custodian was read, and who lets an advisor see all of it. */
async function linked(contract: string) {
  const connector = custodian.connector();
  const own = await syncs.link({ connector, grant: await custodian.link(connector, contract) });
  await syncs.sync(own, { kind: "initial" });
  const keys = await syncs.records.process("licet_web");
  const { personId: investorId } = own.investor;
  const means = { keys, rates, locale: "en" as const, bankName: () => "Keller" };
  const investor = people.as(own.investor);
  const advisor = people.as(own.advisor);
  return {
    ...{ ...own, investorId, keys, investorCtx: investor, advisorCtx: advisor, means },
    take: (what: ExportAsked["what"]) => exportOwnWealth(investor, means, { ...asked, what, name: "Nøra" }),
    takeAsAdvisor: (what: ExportAsked["what"], of: PersonId = investorId) =>
      exportClientWealth(advisor, means, { ...asked, what, investorId: of }),
    noted: () => people.superuser<
      { what: string; clusters: string[] }[]
    >`select what, clusters::text[] as clusters
      from disclosures where investor_id = ${investorId} order by at`,
  };
}

const totalIn = (csv: string) => readCsv(csv).find(({ Name }) => Name === "Net worth")?.["Counted value"];

describe("an investor’s own copy", () => {
  test("has the figures of their page, every transaction, and leaves an event for each", async () => {
    const { take, investorCtx, keys } = await linked("sms@own-copy");
    const { wealth } = await readOwnWealth(investorCtx, { keys, rates, base: null });
    const { figure } = wealth.netWorth;
    expect(totalIn(await text(writeCsv(await take("holdings"))))).toBe(
      figure.kind === "known" ? figure.value.amount : null,
    );

    const rows = readCsv(await text(writeCsv(await take("entries"))));
    const told: string[] = [];
    let before: string | null = null;
    do {
      const narrowed = { accountId: null, kind: null, from: null, to: null, search: null, before };
      const page = await readOwnEntries(investorCtx, keys, narrowed);
      told.push(...page.entries.map((one) => `${one.day} ${one.amount?.amount} ${one.quantity}`));
      before = page.next;
    } while (before !== null);
    expect(told.length).toBeGreaterThan(20);
    expect(
      rows.map((row) => `${row.Day} ${row.Amount || undefined} ${row.Quantity || null}`).toSorted(),
    ).toEqual(told.toSorted());
    const days = rows.filter(({ State }) => State === "Booked").map(({ Day }) => Day ?? "");
    expect(days).toEqual(days.toSorted().reverse());

    const returns = readCsv(await text(writeCsv(await take("performance"))));
    expect(returns.map(({ What }) => What)).toContain("Worth at the end");
    const events = await people.events(investorCtx.requestId);
    const exported = events.filter(({ type }) => type === "portfolio.exported");
    expect(exported.map(({ facts }) => facts)).toEqual(everything.map((what) => ({ what, as: "csv" })));
  }, 90_000);

  test("is handed out to nobody who has not just shown who they are, and to no advisor", async () => {
    const { means, investor, advisorCtx } = await linked("sms@own-old");
    const authenticatedAt = new Date(Date.now() - stepUpLifetimeMs - 1_000);
    for (const what of everything) {
      const own = { ...asked, what, name: "Nøra" };
      const late = exportOwnWealth(people.as(investor, { authenticatedAt }), means, own);
      await expect(late).rejects.toMatchObject({ code: "auth.step_up_required" });
      await expect(exportOwnWealth(advisorCtx, means, own)).rejects.toMatchObject({ code: "auth.forbidden" });
    }
  }, 60_000);
});

describe("an advisor’s copy", () => {
  test("has the figures of the client’s page, and stands in the client’s list before anything is read of it", async () => {
    const { takeAsAdvisor, advisorCtx, keys, investorId, noted } = await linked("sms@copy");
    const document = await takeAsAdvisor("holdings");
    expect(await noted()).toMatchObject([{ what: "export" }]);
    const { wealth } = await readClient(advisorCtx, { keys, rates, base: null }, { investorId });
    const { figure } = wealth.netWorth;
    expect(totalIn(await text(writeCsv(document)))).toBe(
      figure.kind === "known" ? figure.value.amount : null,
    );

    const entries = await takeAsAdvisor("entries");
    const [, , copy, ...more] = await noted();
    expect(more).toEqual([]);
    expect(copy).toMatchObject({ what: "export" });
    expect(copy?.clusters).toContain("transactions");
    expect(readCsv(await text(writeCsv(entries))).length).toBeGreaterThan(20);
    expect(await noted()).toHaveLength(3);

    await takeAsAdvisor("performance");
    expect((await noted()).at(-1)).toMatchObject({ what: "export" });
  }, 90_000);

  test("begins with what is not in it, whichever it is, and so do the pages of transactions", async () => {
    const one = await linked("sms@left-out");
    const { accounts, investorId, investorCtx, advisorCtx, keys } = one;
    const [gone = "", hidden = ""] = accounts.keys();
    await people.superuser`update accounts set state = 'gone' where account_id = ${gone}`;
    await people.superuser`delete from consent_grants where investor_id = ${investorId}
      and account_id = ${hidden} and recipient_id = ${one.advisor.personId}`;
    const firsts = async (taken: Promise<ExportDocument>, count: number) =>
      readCsv(await text(writeCsv(await taken)))
        .slice(0, count)
        .map((row) => row["Not in it"]);
    const notShared = "1 account is read and not shared with you";
    const inNoSum = "1 account is no longer named by its bank. It is in no sum.";
    const notInFile = "1 account is no longer named by its bank. Its transactions are not in this file.";
    expect(await firsts(one.takeAsAdvisor("holdings"), 2)).toEqual([notShared, inNoSum]);
    expect(await firsts(one.takeAsAdvisor("entries"), 2)).toEqual([notShared, notInFile]);
    expect(await firsts(one.takeAsAdvisor("performance"), 1)).toEqual([notShared]);
    expect(await firsts(one.take("holdings"), 1)).toEqual([inNoSum]);
    expect(await firsts(one.take("entries"), 1)).toEqual([notInFile]);

    const all = { accountId: null, kind: null, from: null, to: null, search: null, before: null };
    expect((await readOwnEntries(investorCtx, keys, all)).gone).toBe(1);
    expect((await readClientEntries(advisorCtx, keys, { ...all, investorId })).gone).toBe(1);
  }, 60_000);

  test("ends where the consent is withdrawn while it is made, and says that it was cut", async () => {
    const { takeAsAdvisor, investor, consentId } = await linked("sms@cut");
    const whole = readCsv(await text(writeCsv(await takeAsAdvisor("entries"))));
    const document = await takeAsAdvisor("entries");
    const rows = document.tables[0].rows as AsyncIterable<{ cells: Record<string, string | null> }>;
    const reader = rows[Symbol.asyncIterator]();
    const first = await reader.next();
    expect(first.value.cells.amount ?? first.value.cells.quantity).not.toBeNull();
    await withdrawConsent(people.as(investor), { consentId, reason: "notSaid" });
    const after: Record<string, string | null>[] = [];
    for (let next = await reader.next(); !next.done; next = await reader.next()) after.push(next.value.cells);
    expect(after.at(-1)?.missing).toMatch(/^This file ends here before its end/);
    expect(after.length).toBeLessThan(whole.length);
    const again = readCsv(await text(writeCsv(await takeAsAdvisor("entries"))));
    expect(again).toEqual([]);
  }, 60_000);

  test("is handed out to nobody who has not just shown who they are, and of nobody who is not theirs", async () => {
    const { means, advisor, investorId } = await linked("sms@not-theirs");
    const late = people.as(advisor, { authenticatedAt: new Date(Date.now() - stepUpLifetimeMs - 1_000) });
    const stranger = people.as(await people.add("advisor"));
    for (const what of everything) {
      const of = { ...asked, what, investorId };
      await expect(exportClientWealth(late, means, of)).rejects.toMatchObject({
        code: "auth.step_up_required",
      });
      await expect(exportClientWealth(stranger, means, of)).rejects.toMatchObject({
        code: "consent.not_found",
      });
    }
  }, 60_000);
});
