import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inTransaction } from "#lib/access/transaction.ts";
import type { AspspSession } from "#lib/aspsp/session.ts";
import { withdrawConsent } from "#lib/consent/withdraw-consent.ts";
import { deleteCredential } from "#lib/vault/delete-credential.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { type RetailBank, startRetailBank } from "#scripts/testing/retail-bank.ts";
import { isSoak, seededRandom } from "#scripts/testing/sample.ts";
import { type Linked, type LinkedBank, testSyncs } from "#scripts/testing/sync-bank.ts";
import { until } from "#scripts/testing/sync-crew.ts";
import { endConnection } from "./end-connection.ts";
import { takeFence } from "./sync-repository.ts";

const database = testDatabase();
const people = testPeople(database);
const syncs = testSyncs(database, people);
const random = seededRandom();
let retail: RetailBank;

beforeAll(async () => {
  retail = await startRetailBank();
}, 60_000);
afterAll(() => retail.close());

let marks = 0;
async function at(): Promise<LinkedBank & { readonly userName: string }> {
  marks += 1;
  const userName = `exempt@e${marks}`;
  const connector = retail.connector();
  return { connector, userName, grant: await retail.link(connector, userName) };
}

/** The calls that read data, of one bank's consent, as the bank itself saw them. */
const callsOf = async ({ grant }: LinkedBank) =>
  (await retail.seen()).filter((call) => {
    const { consentId, path } = call as typeof call & { consentId: string | null };
    return consentId === grant.reference && /\/v1\/(card-)?accounts/.test(path);
  });

const versionsOf = ({ investor }: Linked) =>
  people.superuser`select chunk_id, version from record_chunks where investor_id = ${investor.personId} order by 1`;

describe("from the commit of an ending on", () => {
  test("no call that reads data leaves and no row becomes visible, at whichever moment it comes", async () => {
    const first = await syncs.link(await at());
    const since = performance.now();
    await syncs.sync(first);
    const usualMs = performance.now() - since;
    const cases = isSoak ? 200 : 8;
    for (let turn = 0; turn < cases; turn++) {
      const bank = await at();
      const linked = await syncs.link(bank);
      const before = (await callsOf(bank)).length;
      const running = syncs.sync(linked);
      await pause(random() * usualMs);
      await withdrawConsent(people.as(linked.investor), { consentId: linked.consentId, reason: "notSaid" });
      const [committed] = [await syncs.last(linked)];
      const visible = await versionsOf(linked);
      await running;
      const last = await syncs.last(linked);
      // Each call is counted in the transaction that holds the consent while it is written.
      expect(last?.reads ?? 0).toBe(committed?.reads ?? 0);
      expect((await callsOf(bank)).length - before).toBe(last?.reads ?? 0);
      expect(await versionsOf(linked)).toEqual(visible);
      expect(last?.outcome ?? "stopped").toMatch(/^(stopped|done)$/);
    }
  }, 900_000);

  test.each([
    [
      "withdrawing the consent",
      ({ investor, consentId }: Linked) =>
        withdrawConsent(people.as(investor), { consentId, reason: "notSaid" }),
    ],
    [
      "stopping the bank",
      ({ investor, connectionId }: Linked) => endConnection(people.as(investor), { connectionId }),
    ],
  ] as const)(
    "an answer that still comes in is not waited for: %s",
    async (_how, end) => {
      const bank = await at();
      const linked = await syncs.link(bank);
      // The bank would take minutes for this list.
      await retail.tpp.control("/words", { userName: bank.userName, words: ["crawl"] });
      const running = syncs.sync(linked);
      await until(async () =>
        (await callsOf(bank)).some(({ path, status }) => /transactions/.test(path) && status === null),
      );
      const visible = await versionsOf(linked);
      await end(linked);
      await running;
      expect(await syncs.last(linked)).toMatchObject({ outcome: "stopped", person_address: null });
      expect(await versionsOf(linked)).toEqual(visible);
      expect((await syncs.products(linked)).filter(({ state }) => state === "pending")).toEqual([]);
    },
    30_000,
  );

  test.each([
    ["what is about to be asked is not asked", "before"],
    ["what was read just before is not stored", "after"],
  ] as const)("%s, also by a worker that hears nothing", async (_what, moment) => {
    const bank = await at();
    const linked = await syncs.link(bank);
    let visible: readonly object[] = [];
    const end = async () => {
      await withdrawConsent(people.as(linked.investor), { consentId: linked.consentId, reason: "notSaid" });
      visible = await versionsOf(linked);
      return (await callsOf(bank)).length;
    };
    const ending = withStep(bank, end, moment);
    syncs.banks.set(await institutionOf(linked), { connector: ending.connector, binding: "" });
    const deaf = { watch: () => ({ signal: new AbortController().signal, [Symbol.dispose]: () => {} }) };
    await syncs.sync(linked, { endings: deaf });
    expect((await callsOf(bank)).length).toBe(ending.told());
    expect(await versionsOf(linked)).toEqual(visible);
    expect(await syncs.last(linked)).toMatchObject({ outcome: "stopped" });
  });

  test("the deleted credential's bank is asked for nothing more", async () => {
    const bank = await at();
    const linked = await syncs.link(bank);
    const during = withStep(bank, async () => {
      const [row] =
        await people.superuser`select credential_id from connections where connection_id = ${linked.connectionId}`;
      await deleteCredential(people.as(linked.investor), { credentialId: row?.credential_id });
      return (await callsOf(bank)).length;
    });
    syncs.banks.set(await institutionOf(linked), { connector: during.connector, binding: "" });
    await syncs.sync(linked);
    expect((await callsOf(bank)).length).toBe(during.told());
    expect(await syncs.last(linked)).toMatchObject({ outcome: "stopped" });
  });
});

describe("a worker that was overtaken after it has read", () => {
  test("does not store what it read", async () => {
    const bank = await at();
    const linked = await syncs.link(bank);
    const overtaking = withStep(bank, async () => {
      const ctx = people.job(linked.investor.tenantId);
      await inTransaction(ctx, (tx) => takeFence(tx, linked.connectionId, null));
      return (await versionsOf(linked)).length;
    });
    syncs.banks.set(await institutionOf(linked), { connector: overtaking.connector, binding: "" });
    await expect(syncs.sync(linked)).rejects.toMatchObject({ name: "OvertakenError" });
    expect((await versionsOf(linked)).length).toBe(overtaking.told());
    expect(await syncs.last(linked)).toMatchObject({ outcome: "running" });
  });
});

const institutionOf = async ({ connectionId }: Linked): Promise<string> => {
  const [row] =
    await people.superuser`select institution_id from connections where connection_id = ${connectionId}`;
  return row?.institution_id;
};

/** The same bank, at which something happens once, before or after its first list of transactions is read. */
function withStep(
  { connector }: LinkedBank,
  step: () => Promise<number>,
  moment: "before" | "after" = "after",
) {
  let told: number | null = null;
  const stepping = (session: AspspSession): AspspSession => ({
    ...session,
    async *transactions(account, query) {
      if (moment === "before") told ??= await step();
      const end = yield* session.transactions(account, query);
      told ??= await step();
      return end;
    },
  });
  return {
    connector: {
      ...connector,
      open: (...given: Parameters<typeof connector.open>) => stepping(connector.open(...given)),
    },
    told: () => told,
  };
}
