import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withdrawConsent } from "#lib/consent/withdraw-consent.ts";
import { newId } from "#lib/kernel/id.ts";
import { KeyError } from "#lib/keys/key-error.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { type RetailBank, startRetailBank } from "#scripts/testing/retail-bank.ts";
import { type Linked, testSyncs } from "#scripts/testing/sync-bank.ts";
import { listConsentBanks, readConsentBanks } from "./read-consent-banks.ts";

const database = testDatabase();
const people = testPeople(database);
const syncs = testSyncs(database, people);
const { north, south } = people;
let retail: RetailBank;

beforeAll(async () => {
  retail = await startRetailBank();
}, 60_000);
afterAll(() => retail.close());

async function linked(userName: string) {
  const connector = retail.connector("", {});
  return syncs.link({ connector, grant: await retail.link(connector, userName) });
}

const covered = ({ consentId, accounts }: Linked) => [{ consentId, accountIds: [...accounts.keys()] }];

describe("the banks under a consent", () => {
  test("come with its accounts as their holder knows them, and when they were last asked", async () => {
    const link = await linked("exempt@under");
    const ctx = people.as(link.investor);
    const keys = await syncs.records.process("licet_web");
    const read = async () => (await readConsentBanks(ctx, keys, covered(link))).get(link.consentId);
    expect(await read()).toMatchObject({ areNamed: true, banks: [{ lastUsedAt: null }] });

    await syncs.sync(link);
    const under = await read();
    expect(under?.banks).toHaveLength(1);
    const [bank] = under?.banks ?? [];
    expect(bank?.connections.map(({ id }) => id)).toEqual([link.connectionId]);
    expect(bank?.accounts).toHaveLength(link.accounts.size);
    for (const { maskedNumber } of bank?.accounts ?? []) expect(maskedNumber).toMatch(/^••••[0-9A-Z]{4}$/);
    expect(Date.parse(bank?.lastUsedAt ?? "")).toBeGreaterThan(Date.now() - 60_000);
    expect(await listConsentBanks(ctx)).toEqual([
      { consentId: link.consentId, institutionId: bank?.institutionId },
    ]);
  });

  test("are there without the accounts’ names while these cannot be opened", async () => {
    const link = await linked("exempt@locked");
    await syncs.sync(link);
    const away = async (): Promise<never> => {
      throw new KeyError("unavailable", "decrypt");
    };
    const keys = await syncs.records.process("licet_web", undefined, { decrypt: away });
    const ctx = people.as(link.investor);
    const under = (await readConsentBanks(ctx, keys, covered(link))).get(link.consentId);
    expect(under?.areNamed).toBe(false);
    expect(under?.banks[0]?.accounts).toHaveLength(link.accounts.size);
    expect(under?.banks[0]?.accounts[0]).toMatchObject({ name: null, maskedNumber: null });
  });

  test("stay in sight with their accounts when the consent has ended", async () => {
    const link = await linked("exempt@stopped");
    await syncs.sync(link);
    const ctx = people.as(link.investor);
    await withdrawConsent(ctx, { consentId: link.consentId, reason: "notSaid" });
    const keys = await syncs.records.process("licet_web");
    const under = (await readConsentBanks(ctx, keys, covered(link))).get(link.consentId);
    expect(under?.banks[0]?.connections.map(({ id }) => id)).toEqual([link.connectionId]);
    expect(under?.banks[0]?.accounts).toHaveLength(link.accounts.size);
  });

  test("are nobody else’s to see", async () => {
    const link = await linked("exempt@private");
    await syncs.sync(link);
    const asked = covered(link);
    const keys = await syncs.records.process("licet_web");
    for (const stranger of [await people.add("investor"), south.investor]) {
      const seen = (await readConsentBanks(people.as(stranger), keys, asked)).get(link.consentId);
      expect(seen).toEqual({ banks: [], areNamed: true });
      expect(await listConsentBanks(people.as(stranger))).toEqual([]);
    }
    for (const other of [north.advisor, north.compliance]) {
      await expect(readConsentBanks(people.as(other), keys, asked)).rejects.toMatchObject({
        code: "auth.forbidden",
      });
    }
    const none = [{ consentId: newId("con"), accountIds: [] }];
    expect([...(await readConsentBanks(people.as(link.investor), keys, none)).values()]).toEqual([
      { banks: [], areNamed: true },
    ]);
  });
});
