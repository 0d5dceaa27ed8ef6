import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inTransaction } from "#lib/access/transaction.ts";
import { ledgerOf } from "#sandbox/bank/books/ledger.ts";
import { accountsOf } from "#sandbox/bank/family/cash-accounts.ts";
import { dayAt, dayOf } from "#sandbox/bank/family/days.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { type RetailBank, startRetailBank } from "#scripts/testing/retail-bank.ts";
import { isSoak, seededRandom } from "#scripts/testing/sample.ts";
import { type Linked, testSyncs, totalOf } from "#scripts/testing/sync-bank.ts";
import { type SyncWorker, syncCrew, until } from "#scripts/testing/sync-crew.ts";
import { firstDayToRead, toDayText } from "./periods.ts";
import { findConnection } from "./repository.ts";
import { requestSync } from "./request-sync.ts";

const database = testDatabase();
const people = testPeople(database);
const syncs = testSyncs(database, people);
let retail: RetailBank;
const crew = syncCrew(database, syncs.records, () => retail.institution());
const random = seededRandom();

beforeAll(async () => {
  retail = await startRetailBank();
}, 60_000);
afterAll(async () => {
  await crew.stop();
  await retail.close();
});

const person = { ipAddress: "203.0.113.9", userAgent: null, language: null };

async function link(userName: string): Promise<Linked> {
  const connector = retail.connector();
  return syncs.link({ connector, grant: await retail.link(connector, userName) });
}

/** As the page does it: the person asks, and some worker reads. */
const ask = ({ investor, connectionId }: Linked) =>
  inTransaction(people.as(investor), async (tx) =>
    requestSync(tx, people.as(investor), {
      connection: await findConnection(tx, connectionId),
      kind: "forced",
      person,
    }),
  );

/** Who reads it at this moment. */
const readerOf = (linked: Linked): Promise<SyncWorker> =>
  until(async () => {
    const [row] = await people.superuser<{ worker_id: string }[]>`select worker_id from syncs
      where connection_id = ${linked.connectionId} and outcome = 'running' and worker_id is not null`;
    return row && crew.alive.get(row.worker_id);
  });

const ended = (linked: Linked) =>
  until(async () => {
    const last = await syncs.last(linked);
    return last?.outcome === "running" ? null : last;
  });

const forget = async ({ investor }: Linked) => {
  await people.superuser`delete from record_chunks where investor_id = ${investor.personId}`;
  await people.superuser`delete from product_states where investor_id = ${investor.personId}`;
};

/** What the bank's own books say, as far back as is asked for. */
function truth(key: string) {
  const since = dayOf(firstDayToRead(null, { asOf: null, from: null }, toDayText(new Date())));
  const booked = accountsOf(key)
    .flatMap((account) => ledgerOf(account, dayAt(Date.now())).booked)
    .filter(({ bookedOn }) => bookedOn >= since);
  return { count: booked.length, sum: booked.reduce((sum, { minor }) => sum + minor, 0n).toString() };
}

describe("a worker", () => {
  test("killed at any moment of a sync loses nothing and doubles nothing", async () => {
    const linked = await link("exempt@killed");
    await Promise.all([crew.start(), crew.start()]);
    await ask(linked);
    const since = performance.now();
    expect(await ended(linked)).toMatchObject({ outcome: "done", runs: 1 });
    const usualMs = performance.now() - since;
    let resumed = 0;
    for (let kill = 0; kill < (isSoak ? 200 : 4); kill++) {
      await forget(linked);
      await ask(linked);
      const reader = await readerOf(linked);
      // The first one surely comes in the middle, however fast this machine is by now.
      await pause(kill === 0 ? 0 : random() * usualMs);
      reader.child.kill("SIGKILL");
      await once(reader.child, "exit");
      const next = crew.start();
      const last = await ended(linked);
      await next;
      expect(last).toMatchObject({ outcome: "done", reason: null });
      expect(totalOf(await syncs.stored(linked))).toEqual(truth("exempt"));
      resumed += last?.runs > 1 ? 1 : 0;
      const left = await people.superuser`select 1 from graphile_worker._private_jobs
        where payload::text like ${`%${linked.connectionId}%`}`;
      expect(left.length).toBeLessThanOrEqual(1);
    }
    expect(resumed).toBeGreaterThan(0);
  }, 900_000);

  test("that was paused and overtaken stores nothing and asks for nothing once it wakes", async () => {
    const linked = await link("exempt@paused");
    if (crew.alive.size < 2) await crew.start();
    await retail.tpp.control("/words", { userName: "exempt@paused", words: ["slow"] });
    await ask(linked);
    const reader = await readerOf(linked);
    await until(async () => (await syncs.last(linked))?.reads > 0);
    reader.child.kill("SIGSTOP");
    await retail.tpp.control("/words", { userName: "exempt@paused", words: [] });
    expect(await ended(linked)).toMatchObject({ outcome: "done", runs: 2 });
    const versions = await versionsOf(linked);
    const reads = (await syncs.last(linked))?.reads;
    const calls = (await retail.seen()).length;

    reader.child.kill("SIGCONT");
    await until(async () => reader.lines.some(({ err }) => err?.kind === "OvertakenError"));
    expect(await versionsOf(linked)).toEqual(versions);
    expect((await syncs.last(linked))?.reads).toBe(reads);
    expect((await retail.seen()).length).toBe(calls);
    expect(totalOf(await syncs.stored(linked))).toEqual(truth("exempt"));
  }, 120_000);
});

const versionsOf = ({ investor }: Linked) =>
  people.superuser`select chunk_id, version from record_chunks where investor_id = ${investor.personId} order by 1`;
