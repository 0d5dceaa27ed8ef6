import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withdrawConsent } from "#lib/consent/withdraw-consent.ts";
import { noRates } from "#lib/rates/to-rate-table.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { constantRates } from "#scripts/testing/histories.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { type PrivateBank, startPrivateBank } from "#scripts/testing/private-bank.ts";
import { testSyncs } from "#scripts/testing/sync-bank.ts";
import { readOwnAccount } from "./read-own-account.ts";
import { type ReadOwnEntries, readOwnEntries } from "./read-own-entries.ts";
import { readOwnPerformance } from "./read-own-performance.ts";
import { readOwnWealthOverTime } from "./read-own-series.ts";
import { readOwnWealth } from "./read-own-wealth.ts";

const database = testDatabase();
const people = testPeople(database);
const syncs = testSyncs(database, people);
let custodian: PrivateBank;

beforeAll(async () => {
  custodian = await startPrivateBank();
}, 60_000);
afterAll(() => custodian.close());

const rates = constantRates({ CHF: "1.05", USD: "0.9", GBP: "1.2" });
const asked: ReadOwnEntries = {
  ...{ accountId: null, kind: null, from: null, to: null, search: null, before: null },
};

/** An investor whose custodian was read, or not read yet. */
async function linked(contract: string, isRead = true) {
  const connector = custodian.connector();
  const own = await syncs.link({ connector, grant: await custodian.link(connector, contract) });
  if (isRead) await syncs.sync(own, { kind: "initial" });
  const keys = await syncs.records.process("licet_web");
  const ctx = people.as(own.investor);
  const means = { keys, rates, base: null };
  return {
    ...own,
    keys,
    ctx,
    means,
    wealth: (base: string | null = null) => readOwnWealth(ctx, { ...means, base }),
  };
}

describe("an investor's own wealth", () => {
  test("is all that the bank told, account by account, with what may be known of each figure", async () => {
    const { wealth, accounts } = await linked("sms@own");
    const found = await wealth();
    expect(found).toMatchObject({ nothing: null, gone: 0 });
    expect(found.wealth.accounts.map(({ id }) => id).toSorted()).toEqual([...accounts.keys()].toSorted());
    expect(found.wealth.base).toBe("EUR");
    expect(found.wealth.netWorth.figure.kind).toBe("known");
    expect(found.wealth.instruments.length).toBeGreaterThan(0);
    expect(found.readings.map(({ accountId }) => accountId).toSorted()).toEqual(
      [...accounts.keys()].toSorted(),
    );
  }, 60_000);

  test("is reckoned in what is asked for, and in euros where there is no rate for that", async () => {
    const { wealth } = await linked("sms@base");
    expect((await wealth("CHF")).wealth.base).toBe("CHF");
    expect((await wealth("XAU")).wealth.base).toBe("EUR");
  }, 60_000);

  test("without any rate names what is not in it, and adds nothing one to one", async () => {
    const { ctx, means } = await linked("sms@norates");
    const { wealth } = await readOwnWealth(ctx, { ...means, rates: noRates });
    const foreign = wealth.accounts.filter(({ currency }) => currency === "CHF" || currency === "USD");
    expect(foreign.length).toBeGreaterThan(0);
    for (const { value } of foreign) expect(value.figure.kind).toBe("unavailable");
    expect(wealth.netWorth.missing.some(({ reason }) => reason === "noRate")).toBe(true);
  }, 60_000);

  test("before the first reading is none, which is another thing than nothing", async () => {
    const { wealth } = await linked("sms@unread", false);
    const found = await wealth();
    expect(found.nothing).toBe("firstReading");
    expect(found.wealth.netWorth.figure).toMatchObject({ kind: "unavailable" });
  }, 60_000);

  test("says whether a bank is to be connected", async () => {
    const nobody = await people.add("investor");
    const keys = await syncs.records.process("licet_web");
    const found = await readOwnWealth(people.as(nobody), { keys, rates, base: null });
    expect(found).toMatchObject({ nothing: "noBank", readings: [] });
  });

  test("does not count what its bank does not name any more, and says so", async () => {
    const { wealth, accounts } = await linked("sms@gone");
    const before = await wealth();
    const [gone = ""] = accounts.keys();
    await people.superuser`update accounts set state = 'gone' where account_id = ${gone}`;
    const after = await wealth();
    expect(after.gone).toBe(1);
    expect(after.wealth.accounts).toHaveLength(before.wealth.accounts.length - 1);
    expect(after.wealth.accounts.some(({ id }) => id === gone)).toBe(false);
  }, 60_000);

  test("stays the investor's own after the consent's end, as long as it is kept", async () => {
    const { ctx, wealth, consentId } = await linked("sms@ended");
    const before = await wealth();
    await withdrawConsent(ctx, { consentId, reason: "notSaid" });
    const after = await wealth();
    expect(after.wealth.netWorth.figure).toMatchObject({
      kind: "known",
      value: before.wealth.netWorth.figure.kind === "known" ? before.wealth.netWorth.figure.value : null,
    });
  }, 60_000);
});

describe("who may read it", () => {
  test("nobody else sees an account of it, and an account that is another's is not found", async () => {
    const { accounts, keys } = await linked("sms@mine");
    const other = people.as(await people.add("investor"));
    const means = { keys, rates, base: null };
    expect((await readOwnWealth(other, means)).wealth.accounts).toEqual([]);
    const [accountId] = accounts.keys();
    await expect(readOwnAccount(other, means, { accountId: accountId as never })).rejects.toMatchObject({
      code: "connection.not_found",
    });
  }, 60_000);

  test("an advisor is refused: what they are shown is noted, and this notes nothing", async () => {
    const { keys, advisor } = await linked("sms@advisor");
    const ctx = people.as(advisor);
    const means = { keys, rates, base: null };
    const refused = { code: "auth.forbidden" };
    await expect(readOwnWealth(ctx, means)).rejects.toMatchObject(refused);
    await expect(readOwnEntries(ctx, keys, asked)).rejects.toMatchObject(refused);
    await expect(
      readOwnPerformance(ctx, means, { period: null, from: null, to: null }),
    ).rejects.toMatchObject(refused);
    await expect(readOwnWealthOverTime(ctx, means, { period: "year" })).rejects.toMatchObject(refused);
  }, 60_000);
});

describe("one account of it", () => {
  test("has its balances, its data states and its last entries", async () => {
    const { ctx, means, accounts, wealth } = await linked("sms@account");
    const { wealth: all } = await wealth();
    for (const accountId of accounts.keys()) {
      const found = await readOwnAccount(ctx, means, { accountId: accountId as never });
      expect(found.account).toEqual(all.accounts.find(({ id }) => id === accountId));
      expect(found.account.data.length).toBeGreaterThan(0);
      expect(found.entries.every((entry) => entry.accountId === accountId)).toBe(true);
    }
  }, 60_000);
});

describe("transactions and time", () => {
  test("transactions of all accounts come in pages, each once and the newest first", async () => {
    const { ctx, keys } = await linked("sms@entries");
    const seen: string[] = [];
    let days = "9999-12-31";
    for (let before: string | null = null, pages = 0; pages < 200; pages++) {
      const page = await readOwnEntries(ctx, keys, { ...asked, before });
      seen.push(...page.entries.map(({ key }) => key));
      const [oldest = days] = page.entries
        .flatMap(({ day, isPending }) => (isPending ? [] : (day ?? [])))
        .toSorted();
      expect(oldest <= days).toBe(true);
      [days, before] = [oldest, page.next];
      if (before === null) break;
    }
    expect(seen.length).toBeGreaterThan(50);
    expect(new Set(seen).size).toBe(seen.length);
    const [{ n } = { n: 0 }] = await people.superuser<
      { n: number }[]
    >`select sum(records)::int as n from product_states
      where investor_id = ${ctx.actor.type === "investor" ? ctx.actor.personId : ""}
        and cluster in ('transactions', 'investmentTransactions')`;
    expect(seen).toHaveLength(n);
  }, 60_000);

  test("the line over time ends with today, and a period that is none is said to be", async () => {
    const { ctx, means } = await linked("sms@time");
    const { series } = await readOwnWealthOverTime(ctx, means, { period: "quarter" });
    expect(series.points.at(-1)?.day).toBe(ctx.clock.now().toISOString().slice(0, 10));
    const wrong = { period: null, from: "2026-09-01", to: "2026-08-01" };
    expect(await readOwnPerformance(ctx, means, wrong)).toMatchObject({ isRefused: true, period: "year" });
  }, 60_000);
});
