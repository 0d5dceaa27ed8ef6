import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inTransaction } from "#lib/access/transaction.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { type RetailBank, reading, startRetailBank } from "#scripts/testing/retail-bank.ts";
import { type Linked, testSyncs } from "#scripts/testing/sync-bank.ts";
import { readSyncState } from "./read-sync-state.ts";

const database = testDatabase();
const people = testPeople(database);
const syncs = testSyncs(database, people);
let retail: RetailBank;

beforeAll(async () => {
  retail = await startRetailBank();
}, 60_000);
afterAll(() => retail.close());

async function linkedAs(userName: string): Promise<Linked> {
  const connector = retail.connector();
  return syncs.link({ connector, grant: await retail.link(connector, userName) });
}

const usedOf = async ({ investor, connectionId }: Linked) =>
  (await inTransaction(people.as(investor), (tx) => readSyncState(tx, { connectionId, perDay: 4 }))).budget
    ?.usedToday;

/** How often the bank was asked for the resource that it was asked for most often. Pages of entries are not told apart. */
async function askedOftenest(since: number): Promise<number> {
  const times = new Map<string, number>();
  for (const { number, method, path, psuPresent } of await retail.seen()) {
    const isWhole = method === "GET" && /accounts/.test(path) && !/transactions/.test(path);
    if (number > since && isWhole && !psuPresent) times.set(path, (times.get(path) ?? 0) + 1);
  }
  return Math.max(...times.values());
}

const lastCall = async () => Math.max(0, ...(await retail.seen()).map(({ number }) => number));

describe("what counts against the four times in 24 hours", () => {
  test("is as often as the bank was asked for any one of its resources, on however many pages", async () => {
    const user = "exempt@counted";
    const connector = retail.connector();
    const grant = await retail.link(connector, user);
    const linked = await syncs.link({ connector, grant });
    await retail.tpp.control("/words", { userName: user, words: ["paged"] });
    const since = await lastCall();
    for (let run = 1; run <= 4; run++) {
      await syncs.sync(linked);
      expect(await syncs.last(linked)).toMatchObject({ outcome: "done" });
      expect(await usedOf(linked)).toBe(run);
      expect(await askedOftenest(since)).toBe(run);
    }
    // The bank's own count of each resource has come to its end with ours.
    const session = connector.open(grant, reading({ person: null }));
    const [account] = linked.accounts.values();
    if (!account) throw new Error("no account");
    const query = { from: "2026-01-01", withPending: true };
    for (const list of [session.accounts(), session.balances(account), session.transactions(account, query)])
      await expect(list.next()).rejects.toMatchObject({ reason: "readsExhausted" });
  });

  test("is each time that a run was begun: what a worker left off in the middle is never counted too low", async () => {
    const user = "exempt@left-off";
    const linked = await linkedAs(user);
    const since = await lastCall();
    await retail.tpp.control("/words", { userName: user, words: ["malformed"] });
    const dying = new AbortController();
    await syncs.sync(linked, { signal: dying.signal, warn: () => dying.abort() }).catch(() => {});
    await retail.tpp.control("/words", { userName: user, words: [] });
    await syncs.sync(linked);
    expect(await syncs.last(linked)).toMatchObject({ outcome: "done", runs: 2 });
    expect(await askedOftenest(since)).toBe(2);
    expect(await usedOf(linked)).toBe(2);
  });

  test("reaches back to whatever ended in the last 24 hours, whenever it began", async () => {
    const linked = await linkedAs("exempt@reaches-back");
    await syncs.sync(linked);
    const ended = (
      ago: string,
    ) => people.superuser`update syncs set begun_at = now() - interval '24 hours 9 minutes',
      ended_at = now() - ${ago}::interval where connection_id = ${linked.connectionId}`;
    await ended("23 hours 59 minutes");
    expect(await usedOf(linked)).toBe(1);
    await ended("24 hours 1 minute");
    expect(await usedOf(linked)).toBe(0);
  });
});
