import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ledgerOf } from "#sandbox/bank/books/ledger.ts";
import { accountsOf } from "#sandbox/bank/family/cash-accounts.ts";
import { dayAt, dayOf } from "#sandbox/bank/family/days.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { type RetailBank, startRetailBank } from "#scripts/testing/retail-bank.ts";
import { sample } from "#scripts/testing/sample.ts";
import { type Linked, type LinkedBank, testSyncs, totalOf } from "#scripts/testing/sync-bank.ts";
import { firstDayToRead, toDayText } from "./periods.ts";

const database = testDatabase();
const people = testPeople(database);
const syncs = testSyncs(database, people);
let retail: RetailBank;

beforeAll(async () => {
  retail = await startRetailBank();
}, 60_000);
afterAll(() => retail.close());

let marks = 0;
let userName = "";
beforeEach(() => {
  marks += 1;
  userName = `exempt@s${marks}`;
});

async function at(more: Parameters<RetailBank["connector"]>[1] = {}): Promise<LinkedBank> {
  const connector = retail.connector("", more);
  return { connector, grant: await retail.link(connector, userName) };
}

const words = (...given: string[]) => retail.tpp.control("/words", { userName, words: given });
const statesOf = async (linked: Linked, cluster?: string) =>
  (await syncs.products(linked))
    .filter((one) => cluster === undefined || one.cluster === cluster)
    .map(({ state, reason }) => [state, reason].filter(Boolean).join(" "));
/** Without versions and dates of reading: what is known. */
const contents = async (linked: Linked) =>
  (await syncs.stored(linked)).map(({ accountId, cluster, from, to, records }) => ({
    accountId,
    cluster,
    from,
    to,
    records,
  }));

/** What the bank's own books say of everything that this person may read, as far back as is asked for. */
function truth(key: string) {
  const since = dayOf(firstDayToRead(null, { asOf: null, from: null }, toDayText(new Date())));
  const booked = accountsOf(key)
    .flatMap((account) => ledgerOf(account, dayAt(Date.now())).booked)
    .filter(({ bookedOn }) => bookedOn >= since);
  return { count: booked.length, sum: booked.reduce((sum, { minor }) => sum + minor, 0n).toString() };
}

describe("a sync", () => {
  test("stores everything that the consent covers, as the bank's own books have it", async () => {
    const linked = await syncs.link(await at());
    await syncs.sync(linked, { kind: "initial" });
    expect(await syncs.last(linked)).toMatchObject({ kind: "initial", outcome: "done", reason: null });
    expect(new Set(await statesOf(linked))).toEqual(new Set(["ok"]));
    expect(totalOf(await syncs.stored(linked))).toEqual(truth("exempt"));
    const events = (await people.events(linked.connectionId)).map(({ type }) => type);
    expect(events).toEqual(["connection.syncBegan", "connection.syncEnded"]);
  });

  test("a second time changes nothing of what is known", async () => {
    const linked = await syncs.link(await at());
    await syncs.sync(linked);
    const before = await contents(linked);
    await syncs.sync(linked);
    expect(await contents(linked)).toEqual(before);
    expect(await syncs.last(linked)).toMatchObject({ outcome: "done" });
  });

  test("asks for what the consent covers and for nothing else", async () => {
    const clusters = [
      { cluster: "balances" as const, purposes: ["overview" as const], historyFrom: null, leavesOut: [] },
    ];
    const linked = await syncs.link(await at(), { clusters });
    const before = (await retail.seen()).length;
    await syncs.sync(linked);
    const paths = (await retail.seen()).slice(before).map(({ path }) => path);
    expect(paths.filter((path) => /transactions/.test(path))).toEqual([]);
    expect(paths.filter((path) => /balances/.test(path))).toHaveLength(linked.accounts.size);
  });

  test("begins where the consent's history begins", async () => {
    const historyFrom = "2025-02-15";
    const clusters = [
      { cluster: "transactions" as const, purposes: ["overview" as const], historyFrom, leavesOut: [] },
    ];
    const linked = await syncs.link(await at(), { clusters });
    await syncs.sync(linked);
    const chunks = (await syncs.stored(linked)).filter(({ cluster }) => cluster === "transactions");
    expect(chunks.every(({ from }) => from >= historyFrom)).toBe(true);
    expect(chunks.some(({ from, to }) => from === historyFrom && to === "2025-03-01")).toBe(true);
  });

  test("tells the bank that the person is there only while they are, and forgets their address", async () => {
    const linked = await syncs.link(await at());
    const { syncId } = { syncId: "syn_00000000-0000-4000-8000-000000000001" };
    const { tenantId, personId } = linked.investor;
    const asked = (
      ago: string,
    ) => people.superuser`insert into syncs (tenant_id, sync_id, connection_id, investor_id,
      kind, is_attended, begun_at, outcome, person_address) values (${tenantId}, ${syncId.replace("1", ago.slice(0, 1))},
      ${linked.connectionId}, ${personId}, 'forced', true, now() - ${ago}::interval, 'running', '203.0.113.9')`;
    await asked("1 minute");
    const before = (await retail.seen()).length;
    await syncs.sync(linked, { kind: "forced" });
    expect(new Set((await retail.seen()).slice(before).map(({ psuPresent }) => psuPresent))).toEqual(
      new Set([true]),
    );
    expect(await syncs.last(linked)).toMatchObject({
      outcome: "done",
      is_attended: true,
      person_address: null,
    });

    await asked("20 minutes");
    const between = (await retail.seen()).length;
    await syncs.sync(linked, { kind: "forced" });
    expect((await retail.seen()).slice(between).map(({ psuPresent }) => psuPresent)).not.toContain(true);
  });

  test("without the person happens four times in 24 hours, and the fifth asks the bank for nothing", async () => {
    const linked = await syncs.link(await at());
    for (let run = 1; run <= 4; run++) await syncs.sync(linked);
    const before = (await retail.seen()).length;
    await syncs.sync(linked);
    expect((await retail.seen()).length).toBe(before);
    expect(await syncs.last(linked)).toMatchObject({ outcome: "failed", reason: "readsExhausted", reads: 0 });
    expect((await syncs.connection(linked))?.needs).toBeNull();
    const { next_refresh_at: next } = (await syncs.connection(linked)) ?? {};
    expect(next.getTime()).toBeGreaterThan(Date.now() + 5 * 3_600_000);
  });
});

const spoiled: readonly (readonly [word: string, reason: string])[] = [
  ["malformed", "malformedAnswer"],
  ["html", "malformedAnswer"],
  ["absurd", "malformedAnswer"],
  ["not-a-number", "malformedAnswer"],
  ["wrong-currency", "malformedAnswer"],
  ["future", "malformedAnswer"],
  ["duplicates", "malformedAnswer"],
  ["cut", "bankDown"],
  ["huge", "answerTooLarge"],
  ["bomb", "answerTooLarge"],
];

describe("an answer that cannot be believed", () => {
  test.each(sample(spoiled, 4))(
    "(%s) leaves what was known, and its date, and is no empty list",
    async (word, reason) => {
      const linked = await syncs.link(await at());
      await syncs.sync(linked);
      const before = await contents(linked);
      const known = await syncs.products(linked);
      await words(word);
      await syncs.sync(linked);
      expect(await contents(linked)).toEqual(before);
      const after = await syncs.products(linked);
      expect(after.filter(({ cluster }) => cluster === "transactions").map((one) => one.reason)).toContain(
        reason,
      );
      for (const one of after.filter(({ state }) => state === "failed")) {
        const old = known.find((was) => was.account_id === one.account_id && was.cluster === one.cluster);
        expect([one.as_of, one.records]).toEqual([old?.as_of, old?.records]);
      }
    },
    60_000,
  );

  test("is logged by its shape, and leaves the other kinds of data alone", async () => {
    await words();
    const linked = await syncs.link(await at());
    await words("malformed");
    await syncs.sync(linked);
    expect(new Set(await statesOf(linked, "balances"))).toEqual(new Set(["ok"]));
    expect(await statesOf(linked, "transactions")).toContain("failed malformedAnswer");
    expect(await syncs.last(linked)).toMatchObject({ outcome: "partial", reason: "malformedAnswer" });
    const allowed = [
      "connectionId",
      "reason",
      "product",
      "call",
      "status",
      "bankCode",
      "at",
      "retryAfterSeconds",
    ];
    for (const warning of syncs.warnings)
      expect(allowed).toEqual(expect.arrayContaining(Object.keys(warning)));
  });

  test("in another order is the same", async () => {
    const linked = await syncs.link(await at());
    await syncs.sync(linked);
    const before = await contents(linked);
    await words("shuffled", "paged");
    await syncs.sync(linked);
    expect(await contents(linked)).toEqual(before);
  });
});

describe("a bank that", () => {
  test("is away is left alone soon, and tried again within a quarter of an hour", async () => {
    const linked = await syncs.link(await at());
    await words("down");
    await syncs.sync(linked);
    expect(await syncs.last(linked)).toMatchObject({ outcome: "failed", reason: "bankDown" });
    const { next_refresh_at: next, needs } = (await syncs.connection(linked)) ?? {};
    expect(needs).toBeNull();
    expect(next.getTime() - Date.now()).toBeLessThan(16 * 60_000);
    expect(new Set(await statesOf(linked))).toEqual(new Set(["failed bankDown"]));
  });

  test("says that it was asked too often is asked again the next night, and the person for nothing", async () => {
    const linked = await syncs.link(await at());
    await words("limited");
    await syncs.sync(linked);
    expect(await syncs.last(linked)).toMatchObject({ outcome: "failed" });
    const { next_refresh_at: next, needs } = (await syncs.connection(linked)) ?? {};
    expect(needs).toBeNull();
    expect(next.getTime() - Date.now()).toBeGreaterThan(5 * 3_600_000);
  });

  test("has been told by the person to stop ends the connection and the consent", async () => {
    const linked = await syncs.link(await at());
    await syncs.sync(linked);
    await retail.tpp.control("/revoke", { userName });
    await syncs.sync(linked);
    expect(await syncs.connection(linked)).toMatchObject({ state: "ended", ended_reason: "endedAtBank" });
    expect(await syncs.last(linked)).toMatchObject({ outcome: "stopped", reason: "consentRevoked" });
  });

  test("names another account has it offered, and it is not read", async () => {
    const linked = await syncs.link(await at());
    await words("new-account");
    await syncs.sync(linked);
    const offered = await people.superuser`select account_id from accounts
      where connection_id = ${linked.connectionId} and state = 'offered'`;
    expect(offered).toHaveLength(1);
    const read = (await syncs.products(linked)).map(({ account_id }) => account_id);
    expect(read).not.toContain(offered[0]?.account_id);
    const kinds = (await syncs.stored(linked)).filter(
      ({ accountId }) => accountId === offered[0]?.account_id,
    );
    expect(kinds.map(({ cluster }) => cluster)).toEqual(["identity"]);
  });

  test("names an account no more has it gone, and what is known of it stays", async () => {
    await words("new-account");
    const linked = await syncs.link(await at());
    await syncs.sync(linked);
    const before = (await contents(linked)).length;
    await words();
    await syncs.sync(linked);
    expect(
      await people.superuser`select 1 from accounts where connection_id = ${linked.connectionId}
      and state = 'gone'`,
    ).toHaveLength(1);
    expect(await statesOf(linked)).toContain("failed accountGone");
    expect((await contents(linked)).length).toBe(before);
  });

  test("asks for the person's confirmation again puts that before them", async () => {
    const linked = await syncs.link(await at());
    await people.superuser`update connections set last_sca_at = now() - interval '181 days'
      where connection_id = ${linked.connectionId}`;
    const before = (await retail.seen()).length;
    await syncs.sync(linked);
    expect((await retail.seen()).length).toBe(before);
    expect(await syncs.connection(linked)).toMatchObject({
      needs: "confirm",
      needs_reason: "consentExpired",
    });
    const ofEvents = (await people.events(linked.connectionId)).map(({ type }) => type);
    expect(ofEvents).toContain("connection.confirmationNeeded");
    await syncs.sync(linked);
    expect(await syncs.last(linked)).toMatchObject({ runs: 1 });
  });
});
