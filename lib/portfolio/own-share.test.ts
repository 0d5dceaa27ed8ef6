import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { exact } from "#lib/kernel/decimal.ts";
import { type AccountId, newId } from "#lib/kernel/id.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { constantRates } from "#scripts/testing/histories.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { type PrivateBank, startPrivateBank } from "#scripts/testing/private-bank.ts";
import { testSyncs } from "#scripts/testing/sync-bank.ts";
import { addAsset } from "./add-asset.ts";
import type { Told } from "./holdings.ts";
import { readClient } from "./read-client.ts";
import { readOwnAccount } from "./read-own-account.ts";
import { readOwnWealthOverTime } from "./read-own-series.ts";
import { readOwnWealth } from "./read-own-wealth.ts";
import { sayShare } from "./say-share.ts";
import { suggestShare } from "./suggest-share.ts";
import { takeShareBack } from "./take-share-back.ts";
import type { TotalView } from "./wealth-view.ts";

const database = testDatabase();
const people = testPeople(database);
const syncs = testSyncs(database, people);
const rates = constantRates({ CHF: "1.05", USD: "0.9", GBP: "1.2" });
let custodian: PrivateBank;

beforeAll(async () => {
  custodian = await startPrivateBank();
}, 60_000);
afterAll(() => custodian.close());

const amountOf = ({ figure }: TotalView): string =>
  figure.kind === "known" ? figure.value.amount : "unknown";

/** An investor whose custodian was read, with the account that is worth most, and their advisor. */
async function linked(contract: string) {
  const connector = custodian.connector();
  const own = await syncs.link({ connector, grant: await custodian.link(connector, contract) });
  await syncs.sync(own, { kind: "initial" });
  const keys = await syncs.records.process("licet_web");
  const ctx = people.as(own.investor);
  const means = { keys, rates, base: null };
  const wealth = async () => (await readOwnWealth(ctx, means)).wealth;
  const [largest] = (await wealth()).accounts;
  const accountId = (largest?.id ?? "") as AccountId;
  const { personId: investorId } = own.investor;
  const client = async () => (await readClient(people.as(own.advisor), means, { investorId })).wealth;
  const account = () => readOwnAccount(ctx, means, { accountId });
  return { ...own, ctx, keys, means, accountId, wealth, client, account };
}

describe("the part of an account that its investor says is theirs", () => {
  test("counts in their own view and its line over time; an advisor sees the account whole", async () => {
    const { ctx, keys, means, accountId, wealth, client, account } = await linked("sms@share");
    const lastOf = async () =>
      (await readOwnWealthOverTime(ctx, means, { period: "month" })).series.points.at(-1)?.value ?? "0";
    const [before, told, line] = [await wealth(), await client(), await lastOf()];
    const whole = exact(amountOf((await account()).account.value));
    await sayShare(ctx, keys, { accountId, version: 0, share: "0.25" });

    const after = await account();
    expect(after.account).toMatchObject({ share: "0.25" });
    expect(exact(amountOf(after.account.value)).toFixed(2)).toBe(whole.times("0.25").toFixed(2));
    const fell = exact(amountOf(before.netWorth)).minus(amountOf((await wealth()).netWorth));
    expect(fell.toFixed(2)).toBe(whole.times("0.75").toFixed(2));
    expect(
      exact(line)
        .minus(await lastOf())
        .greaterThan(0),
    ).toBe(true);

    const still = await client();
    expect(amountOf(still.netWorth)).toBe(amountOf(told.netWorth));
    expect(still.accounts.find(({ id }) => id === accountId)?.share).toBeNull();

    const { version } = after.share;
    await expect(sayShare(ctx, keys, { accountId, version: 0, share: "0.5" })).rejects.toMatchObject({
      code: "declaration.changed",
    });
    await takeShareBack(ctx, { accountId, version });
    expect(amountOf((await wealth()).netWorth)).toBe(amountOf(before.netWorth));
  }, 60_000);

  test("cannot be said of somebody else’s account, nor of none", async () => {
    const { keys, accountId } = await linked("sms@notmine");
    const other = people.as(await people.add("investor"));
    for (const wanted of [accountId, newId("acc")]) {
      await expect(
        sayShare(other, keys, { accountId: wanted, version: 0, share: "0.5" }),
      ).rejects.toMatchObject({
        code: "connection.not_found",
      });
      await expect(takeShareBack(other, { accountId: wanted, version: 1 })).rejects.toMatchObject({
        code: "declaration.not_found",
      });
    }
  }, 60_000);

  test("is no advisor’s to say or to see, and neither is what no bank keeps", async () => {
    const { ctx, keys, accountId, advisor, client } = await linked("sms@advised");
    const asset = { assetId: newId("ast"), kind: "art", name: "A picture", currency: "EUR" } as const;
    const worth = { amount: "1000000", day: "2026-01-31", share: null };
    await addAsset(ctx, keys, { ...asset, ...worth });
    expect((await client()).manualAssets).toEqual([]);
    const them = people.as(advisor);
    const refused = { code: "auth.forbidden" };
    const share = { accountId, version: 0, share: "0.5" };
    await expect(sayShare(them, keys, share)).rejects.toMatchObject(refused);
    await expect(addAsset(them, keys, { ...asset, ...worth })).rejects.toMatchObject(refused);
  }, 60_000);
});

describe("what the bank says of its holders", () => {
  const named = (...shares: readonly (string | null)[]): { identity: Told<never> } => ({
    identity: {
      ...{ kind: "known", asOf: new Date(), isStale: false, hasFailedSince: false },
      records: shares.map((share) => ({ fact: "holder", value: "N.", share })) as never[],
    },
  });

  test("is suggested where each has the same part, and is never counted by itself", () => {
    expect(suggestShare(named("0.5", "0.50"))).toEqual({ share: "0.5", holders: 2 });
    expect(suggestShare(named("0.25", "0.25", "0.25"))).toEqual({ share: "0.25", holders: 3 });
  });

  test.each([
    ["one holder", ["1"]],
    ["none", []],
    ["one of two without a part", ["0.5", null]],
    ["parts that differ", ["0.6", "0.4"]],
    ["parts that are more than all", ["1", "1"]],
    ["parts of nothing", ["0", "0"]],
  ])("suggests nothing with %s", (_, shares) => {
    expect(suggestShare(named(...shares))).toBeNull();
  });
});
