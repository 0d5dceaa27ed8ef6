import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AspspAccount } from "#lib/aspsp/records.ts";
import { allOf } from "#scripts/testing/all-of.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { type PrivateBank, startPrivateBank } from "#scripts/testing/private-bank.ts";
import { reading } from "#scripts/testing/retail-bank.ts";
import { type LinkedBank, testSyncs } from "#scripts/testing/sync-bank.ts";

const database = testDatabase();
const people = testPeople(database);
const syncs = testSyncs(database, people);
let custodian: PrivateBank;

beforeAll(async () => {
  custodian = await startPrivateBank();
}, 60_000);
afterAll(() => custodian.close());

async function at(contract: string): Promise<LinkedBank> {
  const connector = custodian.connector();
  return { connector, grant: await custodian.link(connector, contract) };
}

describe("a sync with a custodian", () => {
  test("stores what is held and what happened to it, in the bank's own digits", async () => {
    const bank = await at("sms@custody");
    const linked = await syncs.link(bank);
    await syncs.sync(linked, { kind: "initial" });
    expect(await syncs.last(linked)).toMatchObject({ outcome: "done", reason: null });
    const stored = await syncs.stored(linked);
    const session = bank.connector.open(bank.grant, reading());
    for (const [accountId, account] of linked.accounts) {
      if (account.kind !== "custody") continue;
      const kept = stored.flatMap((chunk) =>
        chunk.accountId === accountId && chunk.cluster === "positions" ? chunk.records : [],
      );
      const told = await allOf(session.positions(account as AspspAccount));
      expect(
        kept.map(({ positionId, quantity, marketValue }) => [positionId, quantity, marketValue]),
      ).toEqual(told.map(({ id, quantity, marketValue }) => [id, quantity, marketValue]));
      expect(kept.length).toBeGreaterThan(0);
      const happened = stored.flatMap((chunk) =>
        chunk.accountId === accountId && chunk.cluster === "investmentTransactions" ? chunk.records : [],
      );
      const since = { from: "2018-11-01", withPending: true };
      const ids = (await allOf(session.investmentTransactions(account as AspspAccount, since))).map(
        ({ id }) => id,
      );
      expect(happened.map(({ transactionId }) => transactionId).toSorted()).toEqual(ids.toSorted());
    }
  }, 60_000);

  test("a second time changes nothing of what is known", async () => {
    const linked = await syncs.link(await at("sms@again"));
    const contents = async () =>
      (await syncs.stored(linked)).map(({ cluster, from, to, records }) => ({ cluster, from, to, records }));
    await syncs.sync(linked);
    const before = await contents();
    await syncs.sync(linked);
    expect(await contents()).toEqual(before);
  }, 60_000);
});
