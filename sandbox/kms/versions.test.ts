import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { KeyManagementServiceClient } from "@google-cloud/kms";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { connectForTest, once, statusOf } from "./client-for-test.ts";
import { demoNames, demoRings, firstVersion } from "./demo-layout.ts";
import { versionName } from "./names.ts";
import { type KmsForTest, startKmsForTest } from "./start-for-test.ts";

const statuses = { invalidArgument: 3, failedPrecondition: 9 };
const dayMs = 86_400_000;
const plaintext = Buffer.from("data key");
const name = demoNames.credentialWrap;
const second = versionName(name, 2);

let directory: string;
let kms: KmsForTest;
let worker: KeyManagementServiceClient;
let admin: KeyManagementServiceClient;

beforeAll(async () => {
  // One folder for all, so that the RSA key is made once.
  directory = await mkdtemp(join(tmpdir(), "kms-versions-"));
});
beforeEach(async () => {
  for (const file of await readdir(directory)) {
    if (file.startsWith("credential-wrap")) await rm(join(directory, file));
  }
  await start();
});
afterEach(stop);
afterAll(() => rm(directory, { recursive: true }));

async function start(): Promise<void> {
  kms = await startKmsForTest({ directory });
  worker = connectForTest(kms, kms.tokens.worker);
  admin = connectForTest(kms, kms.tokens.lockBAdmin);
}

async function stop(): Promise<void> {
  await Promise.all([worker.close(), admin.close()]);
  await kms.close();
}

async function seal(): Promise<{ version: string; ciphertext: Uint8Array }> {
  const [answer] = await worker.encrypt({ name, plaintext });
  return { version: answer.name ?? "", ciphertext: answer.ciphertext as Uint8Array };
}

async function open(ciphertext: Uint8Array): Promise<{ text: string; usedPrimary: boolean }> {
  const [answer] = await worker.decrypt({ name, ciphertext }, once);
  const text = Buffer.from(answer.plaintext as Uint8Array).toString();
  return { text, usedPrimary: answer.usedPrimary ?? false };
}

const setState = (version: string, state: "ENABLED" | "DISABLED" | "DESTROYED") =>
  admin.updateCryptoKeyVersion({
    cryptoKeyVersion: { name: version, state },
    updateMask: { paths: ["state"] },
  });

async function rotate(): Promise<void> {
  await admin.createCryptoKeyVersion({ parent: name, cryptoKeyVersion: {} });
  await admin.updateCryptoKeyPrimaryVersion({ name, cryptoKeyVersionId: "2" });
}

describe("rotation", () => {
  test("a new version encrypts once it is primary, and the old one still opens", async () => {
    const old = await seal();
    const [created] = await admin.createCryptoKeyVersion({ parent: name, cryptoKeyVersion: {} });
    expect(created).toMatchObject({
      name: second,
      state: "ENABLED",
      algorithm: "GOOGLE_SYMMETRIC_ENCRYPTION",
    });
    expect((await seal()).version).toBe(firstVersion(name));

    const [updated] = await admin.updateCryptoKeyPrimaryVersion({ name, cryptoKeyVersionId: "2" });
    expect(updated.primary?.name).toBe(second);
    const fresh = await seal();
    expect(fresh.version).toBe(second);
    expect(await open(fresh.ciphertext)).toEqual({ text: "data key", usedPrimary: true });
    expect(await open(old.ciphertext)).toEqual({ text: "data key", usedPrimary: false });
  });

  test("a named version encrypts even when another is primary", async () => {
    await rotate();
    const [answer] = await worker.encrypt({ name: firstVersion(name), plaintext });
    expect(answer.name).toBe(firstVersion(name));
  });

  test("a version that is missing or disabled cannot become primary, nor can an asymmetric key have one", async () => {
    const toPrimary = (id: string) =>
      statusOf(admin.updateCryptoKeyPrimaryVersion({ name, cryptoKeyVersionId: id }));
    expect(await toPrimary("2")).toBe(5);
    expect(await toPrimary("two")).toBe(statuses.invalidArgument);
    await admin.createCryptoKeyVersion({ parent: name, cryptoKeyVersion: {} });
    await setState(second, "DISABLED");
    expect(await toPrimary("2")).toBe(statuses.failedPrecondition);

    const lockA = connectForTest(kms, kms.tokens.lockAAdmin);
    const asymmetric = { name: demoNames.credentialTransport, cryptoKeyVersionId: "1" };
    expect(await statusOf(lockA.updateCryptoKeyPrimaryVersion(asymmetric))).toBe(statuses.invalidArgument);
    await lockA.close();
  });

  test("a new asymmetric version is being made at first, and usable then", async () => {
    const signing = connectForTest(kms, kms.tokens.lockAAdmin);
    const parent = demoNames.credentialTransport;
    const [{ totalSize: before }] = await listed(parent);
    const [created] = await signing.createCryptoKeyVersion({ parent, cryptoKeyVersion: {} });
    expect(created).toMatchObject({ state: "PENDING_GENERATION", generateTime: null });
    expect(created.name).toBe(versionName(parent, Number(before) + 1));
    const publicKey = () => statusOf(worker.getPublicKey({ name: created.name ?? "" }, once));
    expect(await publicKey()).toBe(statuses.failedPrecondition);
    await expect.poll(publicKey, { timeout: 20_000, interval: 200 }).toBe(0);
    await signing.close();
  });
});

const listed = async (parent: string, request: object = {}) => {
  const [, , answer] = await worker.listCryptoKeyVersions({ parent, ...request }, { autoPaginate: false });
  return [
    answer as { totalSize: number; cryptoKeyVersions: { name: string }[]; nextPageToken: string },
  ] as const;
};

describe("states", () => {
  test("a disabled version neither seals nor opens until it is enabled", async () => {
    const { ciphertext } = await seal();
    await setState(firstVersion(name), "DISABLED");
    await expect(worker.encrypt({ name, plaintext }, once)).rejects.toMatchObject({
      code: statuses.failedPrecondition,
      details: `${firstVersion(name)} is not enabled, current state is: DISABLED.`,
    });
    expect(await statusOf(open(ciphertext))).toBe(statuses.failedPrecondition);
    await setState(firstVersion(name), "ENABLED");
    expect(await open(ciphertext)).toMatchObject({ text: "data key" });
  });

  test("only ENABLED and DISABLED are set by hand, and nothing but the state", async () => {
    expect(await statusOf(setState(firstVersion(name), "DESTROYED"))).toBe(statuses.invalidArgument);
    const other = admin.updateCryptoKeyVersion({
      cryptoKeyVersion: { name: firstVersion(name), state: "DISABLED" },
      updateMask: { paths: ["state", "algorithm"] },
    });
    expect(await statusOf(other)).toBe(statuses.invalidArgument);
  });

  test("destruction is scheduled for 30 days, can be taken back, and then erases the material", async () => {
    const { ciphertext } = await seal();
    await rotate();
    const [scheduled] = await admin.destroyCryptoKeyVersion({ name: firstVersion(name) });
    const inDays = (Number(scheduled.destroyTime?.seconds) * 1000 - Date.now()) / dayMs;
    expect(scheduled.state).toBe("DESTROY_SCHEDULED");
    expect(inDays).toBeCloseTo(30, 1);
    expect(await statusOf(open(ciphertext))).toBe(statuses.failedPrecondition);
    expect(await statusOf(admin.destroyCryptoKeyVersion({ name: firstVersion(name) }))).toBe(
      statuses.failedPrecondition,
    );

    const [restored] = await admin.restoreCryptoKeyVersion({ name: firstVersion(name) });
    expect(restored).toMatchObject({ state: "DISABLED", destroyTime: null });
    await setState(firstVersion(name), "ENABLED");
    expect(await open(ciphertext)).toMatchObject({ text: "data key" });

    const [material] = await materials();
    await admin.destroyCryptoKeyVersion({ name: firstVersion(name) });
    kms.control.passMs(30 * dayMs);
    const [gone] = await worker.getCryptoKeyVersion({ name: firstVersion(name) });
    expect(gone.state).toBe("DESTROYED");
    expect(Number(gone.destroyEventTime?.seconds)).toBeGreaterThan(0);
    expect(await statusOf(open(ciphertext))).toBe(statuses.failedPrecondition);
    expect(await statusOf(admin.restoreCryptoKeyVersion({ name: firstVersion(name) }))).toBe(
      statuses.failedPrecondition,
    );
    expect(await materials()).not.toContain(material);
    for (const file of await readdir(directory)) {
      expect(await readFile(join(directory, file), "utf8")).not.toContain(material);
    }
  });
});

async function materials(): Promise<string[]> {
  const [file] = (await readdir(directory)).filter((each) => each.startsWith("credential-wrap"));
  const key = JSON.parse(await readFile(join(directory, file ?? ""), "utf8"));
  return key.versions.map(({ material }: { material: string }) => material);
}

describe("lists", () => {
  test("show a key as the service shows it", async () => {
    const [key] = await worker.getCryptoKey({ name });
    expect(key).toMatchObject({
      name,
      purpose: "ENCRYPT_DECRYPT",
      primary: { name: firstVersion(name), state: "ENABLED", protectionLevel: "SOFTWARE" },
      versionTemplate: { protectionLevel: "SOFTWARE", algorithm: "GOOGLE_SYMMETRIC_ENCRYPTION" },
    });
    expect(Number(key.destroyScheduledDuration?.seconds)).toBe((30 * dayMs) / 1000);
    expect(Math.abs(Number(key.createTime?.seconds) * 1000 - Date.now())).toBeLessThan(60_000);
    const [asymmetric] = await worker.getCryptoKey({ name: demoNames.receipt });
    expect(asymmetric.primary).toBeNull();
  });

  test("name all keys of a ring and all versions of a key, page by page and by state", async () => {
    const [keys] = await worker.listCryptoKeys({ parent: demoRings.lockB });
    expect(keys.map((key) => key.name)).toEqual([demoNames.book, name, demoNames.records]);

    await rotate();
    await admin.createCryptoKeyVersion({ parent: name, cryptoKeyVersion: {} });
    await setState(second, "DISABLED");
    const [first] = await listed(name, { pageSize: 2 });
    expect(first).toMatchObject({ totalSize: 3, nextPageToken: "2" });
    const [rest] = await listed(name, { pageSize: 2, pageToken: first.nextPageToken });
    expect(rest.cryptoKeyVersions.map((version) => version.name)).toEqual([versionName(name, 3)]);
    expect(rest.nextPageToken).toBe("");
    const [all] = await worker.listCryptoKeyVersions({ parent: name, filter: "state=ENABLED" });
    expect(all.map((version) => version.name)).toEqual([firstVersion(name), versionName(name, 3)]);
    expect(await statusOf(listed(name, { pageToken: "x" }))).toBe(statuses.invalidArgument);
  });
});

describe("the folder", () => {
  test("keeps keys, versions and states over a restart", async () => {
    const { ciphertext } = await seal();
    await rotate();
    await setState(firstVersion(name), "DISABLED");
    const [before] = await worker.getPublicKey({ name: firstVersion(demoNames.receipt) });
    await stop();
    await start();
    expect((await seal()).version).toBe(second);
    expect(await statusOf(open(ciphertext))).toBe(statuses.failedPrecondition);
    await setState(firstVersion(name), "ENABLED");
    expect(await open(ciphertext)).toMatchObject({ text: "data key", usedPrimary: false });
    const [after] = await worker.getPublicKey({ name: firstVersion(demoNames.receipt) });
    expect(after.pem).toBe(before.pem);
  });

  test("is its owner's alone", async () => {
    expect((await stat(directory)).mode & 0o777).toBe(0o700);
    for (const file of await readdir(directory)) {
      expect((await stat(join(directory, file))).mode & 0o777).toBe(0o600);
    }
  });
});
