import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stepUpLifetimeMs } from "#lib/access/permissions.ts";
import { withdrawConsent } from "#lib/consent/withdraw-consent.ts";
import { runJob } from "#lib/jobs/run-job.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { type TestPerson, testPeople } from "#scripts/testing/people.ts";
import { type PrivateBank, startPrivateBank } from "#scripts/testing/private-bank.ts";
import { rateTableOf } from "#scripts/testing/rates.ts";
import { testSyncs } from "#scripts/testing/sync-bank.ts";
import { readCsv } from "#scripts/testing/tables.ts";
import { parseBookQuery } from "./book-query.ts";
import { exportBook, parseBookExport } from "./export-book.ts";
import { writeCsv } from "./export-csv.ts";
import { readBook } from "./read-book.ts";
import { summariseHandler } from "./summarise.job.ts";
import { writeExport } from "./write-export.ts";

const database = testDatabase();
const people = testPeople(database);
const syncs = testSyncs(database, people);
const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
const rates = rateTableOf({ [yesterday]: { CHF: "0.95", USD: "1.1", GBP: "0.85", JPY: "170" } });
let custodian: PrivateBank;

beforeAll(async () => {
  custodian = await startPrivateBank();
}, 60_000);
afterAll(() => custodian.close());

/** An investor whose custodian was read and summed up, and who shares it with an advisor. */
async function linked(contract: string) {
  const connector = custodian.connector();
  const own = await syncs.link({ connector, grant: await custodian.link(connector, contract) });
  await syncs.sync(own, { kind: "initial" });
  const { tenantId, personId: investorId } = own.investor;
  const handler = summariseHandler(await syncs.keys());
  await runJob(handler, { tenantId, investorId }, people.workerBase(), new AbortController().signal);
  return own;
}

async function take(advisor: TestPerson, more: { base?: string; authenticatedAt?: Date } = {}) {
  const { base = "CHF", ...as } = more;
  const keys = await syncs.records.process("licet_web");
  const means = { keys, rates, locale: "en" as const, bankName: () => "=Bank of Tests" };
  return exportBook(people.as(advisor, as), means, { base, over: "day", name: "Ada Advisor" });
}

const rowsOf = async (advisor: TestPerson, base?: string) =>
  readCsv(await text(writeCsv(await take(advisor, base ? { base } : {}))));

const notes = async ({ personId }: TestPerson) =>
  (
    await people.superuser<
      { what: string }[]
    >`select what from disclosures where investor_id = ${personId} order by what`
  ).map(({ what }) => what);

describe("a copy of the book", () => {
  test("has the figures of its page, each with its date, its bank and what has to be known of it", async () => {
    const { advisor, investor, accounts } = await linked("sms@copied");
    const keys = await syncs.records.process("licet_web");
    const page = await readBook(people.as(advisor), { keys, rates }, parseBookQuery({ in: "CHF" }));
    const [shown] = page.rows;
    if (shown?.value.kind !== "known") throw new Error("the page knows no value");
    const rows = await rowsOf(advisor);
    const client = rows.find(({ Line }) => Line === "Client");
    expect(client).toMatchObject({
      ...{ Client: "Nøra investor", "Counted value": shown.value.value.amount, "Counted in currency": "CHF" },
      ...{ "As of (UTC)": shown.value.asOf, Bank: "'=Bank of Tests", Consent: "In force" },
    });
    expect(client?.["Last update (UTC)"]).toBe(shown.readAt);
    const beneath = rows.filter(({ Line }) => Line === "Account");
    expect(beneath).toHaveLength(accounts.size);
    for (const row of beneath) {
      expect(row.Bank).toBe("'=Bank of Tests");
      expect(row["Counted value"] === "" ? row["Not in it"] : row["As of (UTC)"]).not.toBe("");
    }
    expect(await notes(investor)).toEqual(["book", "export"]);
  });

  test("says what is old in the file too", async () => {
    const { advisor } = await linked("sms@stale");
    people.clock.advance(40 * 86_400_000);
    try {
      const document = await take(advisor, { authenticatedAt: people.clock.now() });
      const rows = readCsv(await text(writeCsv(document)));
      expect(rows.find(({ Line }) => Line === "Client")?.["To be known"]).not.toBe("");
    } finally {
      people.clock.reset();
    }
  });

  test("is noted each time, for every client of whom it shows a figure and for nobody else", async () => {
    const { advisor, investor } = await linked("sms@noted");
    const stranger = await linked("sms@stranger");
    const unread = await syncs.consents.given({}, { advisor });
    await rowsOf(advisor);
    await rowsOf(advisor);
    expect(await notes(investor)).toEqual(["book", "export", "export"]);
    expect(await notes(stranger.investor)).toEqual([]);
    expect(await notes(unread.investor)).toEqual([]);
    const events = await people.superuser`select body from audit_events where type = 'disclosure.bookExported'
      and actor_id = ${advisor.personId}`;
    expect(events).toHaveLength(2);
  });

  test("has nothing of a client who has withdrawn", async () => {
    const { advisor, investor, consentId } = await linked("sms@gone");
    await withdrawConsent(people.as(investor), { consentId, reason: "notSaid" });
    const client = (await rowsOf(advisor)).find(({ Line }) => Line === "Client");
    expect(client).toMatchObject({ "Counted value": "", "Not in it": expect.stringMatching(/./) });
    expect(await notes(investor)).toEqual([]);
  });

  test("is for advisors who have just proved who they are", async () => {
    const { advisor, investor } = await linked("sms@late");
    const authenticatedAt = new Date(Date.now() - stepUpLifetimeMs - 1_000);
    await expect(take(advisor, { authenticatedAt })).rejects.toMatchObject({ code: "auth.step_up_required" });
    for (const who of [investor, people.north.compliance, people.north.admin]) {
      await expect(take(who)).rejects.toMatchObject({ code: "auth.forbidden" });
    }
    expect(await notes(investor)).toEqual([]);
  });

  test("comes in three forms", async () => {
    const { advisor } = await linked("sms@forms");
    for (const [form, start] of [
      ["xlsx", "PK"],
      ["pdf", "%PDF-"],
      ["csv", "\uFEFF"],
    ] as const) {
      const { name, pieces } = writeExport(await take(advisor), form);
      expect(name).toMatch(new RegExp(`^licet-book-[-0-9]{10}\\.${form}$`));
      let all = "";
      for await (const piece of pieces) all += piece.toString();
      expect(all.startsWith(start)).toBe(true);
    }
    for (const wrong of [{}, { as: "xls" }, { as: "" }]) {
      expect(() => parseBookExport(wrong)).toThrow("request.invalid");
    }
  });
});
