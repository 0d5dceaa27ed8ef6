import { beforeAll, describe, expect, test } from "vitest";
import { runJob } from "#lib/jobs/run-job.ts";
import type { KeyName, KeyVersionName } from "#lib/kernel/key-name.ts";
import { keyCatalogueOf } from "#lib/worker-keys.ts";
import { demoNames, firstVersion } from "#sandbox/kms/demo-layout.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { testVault } from "#scripts/testing/vault.ts";
import { readKeyInventory } from "./read-key-inventory.ts";
import { takeKeyInventoryHandler } from "./take-key-inventory.job.ts";

const database = testDatabase();
const people = testPeople(database);
const vault = testVault(database);
const { north, south } = people;
const stopping = new AbortController().signal;

const keys = {
  regions: {
    "eu-nl": {
      transport: demoNames.credentialTransport as KeyName,
      wrap: demoNames.credentialWrap as KeyName,
      records: demoNames.records as KeyName,
      book: demoNames.book as KeyName,
    },
  },
  signers: {
    receipt: firstVersion(demoNames.receipt) as KeyVersionName,
    auditCheckpoint: firstVersion(demoNames.auditCheckpoint) as KeyVersionName,
    transportKey: firstVersion(demoNames.transportKey) as KeyVersionName,
  },
};
const catalogue = () => keyCatalogueOf(keys, vault.opener(), vault.workerKms);
const take = () => runJob(takeKeyInventoryHandler(catalogue()), {}, people.workerBase(), stopping);
const read = () => readKeyInventory(people.as(north.compliance));
const find = async (key: string, version: number) =>
  (await read()).versions.find((one) => one.name === `${key}/cryptoKeyVersions/${version}`);
const changes = async (key: string, version: number) => {
  const events = await people.events(`${key}/cryptoKeyVersions/${version}`);
  return events
    .filter(({ type }) => type === "installation.keyStateChanged")
    .map(({ facts }) => [facts.before, facts.after]);
};
const setState = (name: string, state: string) =>
  vault.administer("lockB", (admin) =>
    admin.updateCryptoKeyVersion({
      cryptoKeyVersion: { name, state: state as never },
      updateMask: { paths: ["state"] },
    }),
  );

describe("the inventory of keys", () => {
  beforeAll(async () => {
    await vault.store(people.as(north.investor), { pin: "1" });
  });

  test("is told to be missing before it was ever taken", async () => {
    expect(await read()).toEqual({ asOf: null, isStale: false, versions: [] });
  });

  test("has every version of every configured key, with its owner, state and use", async () => {
    await take();
    const { asOf, isStale, versions } = await read();
    expect(Date.now() - Date.parse(asOf ?? "")).toBeLessThan(10_000);
    expect(isStale).toBe(false);
    expect(versions.map(({ key, version, purpose, state }) => [key, version, purpose, state])).toEqual([
      ["credential-transport", "1", "transport", "active"],
      ["book", "1", "book", "active"],
      ["credential-wrap", "1", "wrap", "active"],
      ["records", "1", "records", "active"],
      ["audit-checkpoint", "1", "auditCheckpoint", "active"],
      ["receipt", "1", "receipt", "active"],
      ["transport-key", "1", "transportKey", "active"],
    ]);
    expect(await find(demoNames.credentialWrap, 1)).toEqual({
      name: firstVersion(demoNames.credentialWrap),
      purpose: "wrap",
      region: "eu-nl",
      owner: "licet-lock-b",
      key: "credential-wrap",
      version: "1",
      algorithm: "GOOGLE_SYMMETRIC_ENCRYPTION",
      protectionLevel: "SOFTWARE",
      state: "active",
      kmsState: "ENABLED",
      isPrimary: true,
      createdAt: expect.any(String),
      destroysAt: null,
      inUse: 1,
      nextStep: "none",
    });
    expect(await find(demoNames.credentialTransport, 1)).toMatchObject({ inUse: 1 });
    expect(await find(demoNames.receipt, 1)).toMatchObject({ inUse: null, region: null });
  });

  test("follows what administrators do, and each change of a state leaves its event", async () => {
    const [first, wrap] = [firstVersion(demoNames.credentialWrap), demoNames.credentialWrap];
    await vault.rotateWrap();
    await take();
    expect(await find(wrap, 1)).toMatchObject({ state: "deactivated", inUse: 1, nextStep: "moving" });
    expect(await find(wrap, 2)).toMatchObject({ state: "active", isPrimary: true, inUse: 0 });

    await setState(first, "DISABLED");
    await take();
    expect(await find(wrap, 1)).toMatchObject({ state: "suspended", nextStep: "enable" });

    const keyDatabase = database.connect("keys", "postgres");
    await keyDatabase`delete from wrapped_keys`;
    await take();
    expect(await find(wrap, 1)).toMatchObject({ inUse: 0, nextStep: "destroy" });
    await vault.administer("lockB", (admin) => admin.destroyCryptoKeyVersion({ name: first }));
    await take();
    expect(await find(wrap, 1)).toMatchObject({
      state: "deactivated",
      kmsState: "DESTROY_SCHEDULED",
      destroysAt: expect.any(String),
    });
    vault.kms.control.passMs(31 * 86_400_000);
    await take();
    await take();
    expect(await find(wrap, 1)).toMatchObject({ state: "destroyed", nextStep: "none" });
    expect(await changes(wrap, 1)).toEqual([
      [null, "active"],
      ["active", "deactivated"],
      ["deactivated", "suspended"],
      ["suspended", "deactivated"],
      ["deactivated", "destroyed"],
    ]);
  });

  test("says of investors' and firms' keys too that they are being moved", async () => {
    const keyDatabase = database.connect("keys", "postgres");
    for (const key of [demoNames.records, demoNames.book]) {
      await vault.administer("lockB", async (admin) => {
        const [version] = await admin.createCryptoKeyVersion({ parent: key, cryptoKeyVersion: {} });
        const cryptoKeyVersionId = version.name?.split("/").at(-1) ?? "";
        await admin.updateCryptoKeyPrimaryVersion({ name: key, cryptoKeyVersionId });
      });
    }
    const row = {
      tenant_id: north.tenantId,
      region: "eu-nl",
      wrapped: Buffer.alloc(64),
      commitment: Buffer.alloc(32),
    };
    const ofInvestor = { person_id: north.investor.personId, book_secret: Buffer.alloc(32) };
    const under = (key: string) => ({ ...row, kms_version: firstVersion(key) });
    await keyDatabase`insert into record_keys ${keyDatabase({ ...under(demoNames.records), ...ofInvestor })}`;
    await keyDatabase`insert into book_keys ${keyDatabase(under(demoNames.book))}`;
    await take();
    for (const key of [demoNames.records, demoNames.book]) {
      expect(await find(key, 1)).toMatchObject({ state: "deactivated", inUse: 1, nextStep: "moving" });
      expect(await find(key, 2)).toMatchObject({ state: "active", isPrimary: true });
    }
    await keyDatabase`delete from record_keys`;
    await keyDatabase`delete from book_keys`;
    await take();
    expect(await find(demoNames.records, 1)).toMatchObject({ inUse: 0, nextStep: "disable" });
  });

  test("knows a version that is made and not yet published", async () => {
    const transport = demoNames.credentialTransport;
    await vault.administer("lockA", (admin) =>
      admin.createCryptoKeyVersion({ parent: transport, cryptoKeyVersion: {} }),
    );
    await take();
    expect((await find(transport, 2))?.state).toBe("preActivation");
  });

  test("keeps an operator's finding that a key was disclosed, which the worker cannot write or take back", async () => {
    const records = `${demoNames.records}/cryptoKeyVersions/2`;
    const owner = database.connect("data", "licet_owner");
    await owner`update key_versions set compromised_at = now() where kms_version = ${records}`;
    await take();
    await take();
    expect(await find(demoNames.records, 2)).toMatchObject({ state: "compromised", nextStep: "replace" });
    expect(await changes(demoNames.records, 2)).toEqual([
      [null, "active"],
      ["active", "compromised"],
    ]);
    const worker = database.connect("data", "licet_worker").begin(async (tx) => {
      await tx`select set_config('role', 'licet_system', true)`;
      await tx`update key_versions set compromised_at = null`;
    });
    await expect(worker).rejects.toMatchObject({ code: "42501" });
  });

  test("forgets a key that is not configured any more", async () => {
    const { keys: all, inspect } = catalogue();
    const fewer = { keys: all.filter(({ purpose }) => purpose !== "book"), inspect };
    await runJob(takeKeyInventoryHandler(fewer), {}, people.workerBase(), stopping);
    expect(await find(demoNames.book, 1)).toBeUndefined();
    await take();
    expect(await find(demoNames.book, 1)).toBeDefined();
  });

  test("says that it is out of date, and since when, instead of showing what it could not see", async () => {
    const before = await read();
    vault.kms.control.fault({ method: "ListCryptoKeyVersions", effect: "unavailable", times: 100 });
    await expect(take()).rejects.toMatchObject({ code: "unavailable" });
    vault.kms.control.clearFaults();
    expect(await read()).toEqual(before);
    people.clock.advance(46 * 60_000);
    const { asOf, isStale } = await read();
    people.clock.reset();
    expect([asOf, isStale]).toEqual([before.asOf, true]);
  });

  test("is for compliance and administrators, and is taken by the worker alone", async () => {
    expect((await readKeyInventory(people.as(south.admin))).versions).not.toEqual([]);
    for (const role of ["investor", "advisor"] as const) {
      const attempt = readKeyInventory(people.as(north[role]));
      await expect(attempt).rejects.toMatchObject({ code: "auth.forbidden" });
    }
    const handler = takeKeyInventoryHandler(catalogue());
    for (const ctx of [people.job(north.tenantId), people.as(north.admin)]) {
      await expect(handler.run(ctx, {}, stopping)).rejects.toMatchObject({ code: "auth.forbidden" });
    }
  });
});
