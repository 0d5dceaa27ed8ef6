import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { connectForTest, once, statusOf } from "./client-for-test.ts";
import { demoNames, firstVersion } from "./demo-layout.ts";
import { versionName } from "./names.ts";
import { useWrapKey } from "./wrap-key-for-test.ts";

const key = useWrapKey();
const { name } = key;
const second = versionName(name, 2);
const dayMs = 86_400_000;
const plaintext = Buffer.from("data key");
const statuses = { invalidArgument: 3, notFound: 5, failedPrecondition: 9 };

describe("rotation", () => {
  test("a new version encrypts once it is primary, and the old one still opens", async () => {
    const old = await key.seal();
    const [created] = await key.admin.createCryptoKeyVersion({ parent: name, cryptoKeyVersion: {} });
    expect(created).toMatchObject({
      name: second,
      state: "ENABLED",
      algorithm: "GOOGLE_SYMMETRIC_ENCRYPTION",
    });
    expect((await key.seal()).version).toBe(firstVersion(name));

    const [updated] = await key.admin.updateCryptoKeyPrimaryVersion({ name, cryptoKeyVersionId: "2" });
    expect(updated.primary?.name).toBe(second);
    const fresh = await key.seal();
    expect(fresh.version).toBe(second);
    expect(await key.open(fresh.ciphertext)).toEqual({ text: "data key", usedPrimary: true });
    expect(await key.open(old.ciphertext)).toEqual({ text: "data key", usedPrimary: false });
  });

  test("a named version encrypts even when another is primary", async () => {
    await key.rotate();
    const [answer] = await key.worker.encrypt({ name: firstVersion(name), plaintext });
    expect(answer.name).toBe(firstVersion(name));
  });

  test("a version that is missing or disabled cannot become primary, nor can an asymmetric key have one", async () => {
    const toPrimary = (id: string) =>
      statusOf(key.admin.updateCryptoKeyPrimaryVersion({ name, cryptoKeyVersionId: id }));
    expect(await toPrimary("2")).toBe(statuses.notFound);
    expect(await toPrimary("two")).toBe(statuses.invalidArgument);
    await key.admin.createCryptoKeyVersion({ parent: name, cryptoKeyVersion: {} });
    await key.setState(second, "DISABLED");
    expect(await toPrimary("2")).toBe(statuses.failedPrecondition);

    const lockA = connectForTest(key.kms, key.kms.tokens.lockAAdmin);
    const asymmetric = { name: demoNames.credentialTransport, cryptoKeyVersionId: "1" };
    expect(await statusOf(lockA.updateCryptoKeyPrimaryVersion(asymmetric))).toBe(statuses.invalidArgument);
    await lockA.close();
  });

  test("a new asymmetric version is being made at first, and usable then", async () => {
    const lockA = connectForTest(key.kms, key.kms.tokens.lockAAdmin);
    const parent = demoNames.credentialTransport;
    const [created] = await lockA.createCryptoKeyVersion({ parent, cryptoKeyVersion: {} });
    expect(created).toMatchObject({ state: "PENDING_GENERATION", generateTime: null });
    expect(created.name).toBe(versionName(parent, 2));
    const publicKey = () => statusOf(key.worker.getPublicKey({ name: created.name ?? "" }, once));
    expect(await publicKey()).toBe(statuses.failedPrecondition);
    await expect.poll(publicKey, { timeout: 20_000, interval: 200 }).toBe(0);
    await lockA.close();
  });
});

describe("states", () => {
  test("a disabled version neither seals nor opens until it is enabled", async () => {
    const { ciphertext } = await key.seal();
    await key.setState(firstVersion(name), "DISABLED");
    await expect(key.worker.encrypt({ name, plaintext }, once)).rejects.toMatchObject({
      code: statuses.failedPrecondition,
      details: `${firstVersion(name)} is not enabled, current state is: DISABLED.`,
    });
    expect(await statusOf(key.open(ciphertext))).toBe(statuses.failedPrecondition);
    await key.setState(firstVersion(name), "ENABLED");
    expect(await key.open(ciphertext)).toMatchObject({ text: "data key" });
  });

  test("only ENABLED and DISABLED are set by hand, and nothing but the state", async () => {
    expect(await statusOf(key.setState(firstVersion(name), "DESTROYED"))).toBe(statuses.invalidArgument);
    const other = key.admin.updateCryptoKeyVersion({
      cryptoKeyVersion: { name: firstVersion(name), state: "DISABLED" },
      updateMask: { paths: ["state", "algorithm"] },
    });
    expect(await statusOf(other)).toBe(statuses.invalidArgument);
  });

  test("destruction is scheduled for 30 days, can be taken back, and then erases the material", async () => {
    const { ciphertext } = await key.seal();
    await key.rotate();
    const [scheduled] = await key.admin.destroyCryptoKeyVersion({ name: firstVersion(name) });
    const inDays = (Number(scheduled.destroyTime?.seconds) * 1000 - Date.now()) / dayMs;
    expect(scheduled.state).toBe("DESTROY_SCHEDULED");
    expect(inDays).toBeCloseTo(30, 1);
    expect(await statusOf(key.open(ciphertext))).toBe(statuses.failedPrecondition);
    expect(await statusOf(key.admin.destroyCryptoKeyVersion({ name: firstVersion(name) }))).toBe(
      statuses.failedPrecondition,
    );

    const [restored] = await key.admin.restoreCryptoKeyVersion({ name: firstVersion(name) });
    expect(restored).toMatchObject({ state: "DISABLED", destroyTime: null });
    await key.setState(firstVersion(name), "ENABLED");
    expect(await key.open(ciphertext)).toMatchObject({ text: "data key" });

    const [material] = await materials();
    await key.admin.destroyCryptoKeyVersion({ name: firstVersion(name) });
    key.kms.control.passMs(30 * dayMs);
    const [gone] = await key.worker.getCryptoKeyVersion({ name: firstVersion(name) });
    expect(gone.state).toBe("DESTROYED");
    expect(Number(gone.destroyEventTime?.seconds)).toBeGreaterThan(0);
    expect(await statusOf(key.open(ciphertext))).toBe(statuses.failedPrecondition);
    expect(await statusOf(key.admin.restoreCryptoKeyVersion({ name: firstVersion(name) }))).toBe(
      statuses.failedPrecondition,
    );
    expect(await materials()).not.toContain(material);
    for (const file of await readdir(key.directory)) {
      expect(await readFile(join(key.directory, file), "utf8")).not.toContain(material);
    }
  });
});

async function materials(): Promise<string[]> {
  const [file] = (await readdir(key.directory)).filter((each) => each.startsWith("credential-wrap"));
  const stored = JSON.parse(await readFile(join(key.directory, file ?? ""), "utf8"));
  return stored.versions.map(({ material }: { material: string }) => material);
}
