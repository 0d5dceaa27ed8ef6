import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { statusOf } from "./client-for-test.ts";
import { demoNames, demoRings, firstVersion } from "./demo-layout.ts";
import { versionName } from "./names.ts";
import { useWrapKey } from "./wrap-key-for-test.ts";

const key = useWrapKey();
const { name } = key;
const second = versionName(name, 2);
const dayMs = 86_400_000;
const statuses = { invalidArgument: 3, failedPrecondition: 9 };

const listed = async (parent: string, request: object = {}) => {
  const [, , answer] = await key.worker.listCryptoKeyVersions(
    { parent, ...request },
    { autoPaginate: false },
  );
  return [
    answer as { totalSize: number; cryptoKeyVersions: { name: string }[]; nextPageToken: string },
  ] as const;
};

describe("lists", () => {
  test("show a key as the service shows it", async () => {
    const [shown] = await key.worker.getCryptoKey({ name });
    expect(shown).toMatchObject({
      name,
      purpose: "ENCRYPT_DECRYPT",
      primary: { name: firstVersion(name), state: "ENABLED", protectionLevel: "SOFTWARE" },
      versionTemplate: { protectionLevel: "SOFTWARE", algorithm: "GOOGLE_SYMMETRIC_ENCRYPTION" },
    });
    expect(Number(shown.destroyScheduledDuration?.seconds)).toBe((30 * dayMs) / 1000);
    expect(Math.abs(Number(shown.createTime?.seconds) * 1000 - Date.now())).toBeLessThan(60_000);
    const [asymmetric] = await key.worker.getCryptoKey({ name: demoNames.receipt });
    expect(asymmetric.primary).toBeNull();
  });

  test("name all keys of a ring and all versions of a key, page by page and by state", async () => {
    const [keys] = await key.worker.listCryptoKeys({ parent: demoRings.lockB });
    expect(keys.map((each) => each.name)).toEqual([demoNames.book, name, demoNames.records]);

    await key.rotate();
    await key.admin.createCryptoKeyVersion({ parent: name, cryptoKeyVersion: {} });
    await key.setState(second, "DISABLED");
    const [first] = await listed(name, { pageSize: 2 });
    expect(first).toMatchObject({ totalSize: 3, nextPageToken: "2" });
    const [rest] = await listed(name, { pageSize: 2, pageToken: first.nextPageToken });
    expect(rest.cryptoKeyVersions.map((version) => version.name)).toEqual([versionName(name, 3)]);
    expect(rest.nextPageToken).toBe("");
    const [all] = await key.worker.listCryptoKeyVersions({ parent: name, filter: "state=ENABLED" });
    expect(all.map((version) => version.name)).toEqual([firstVersion(name), versionName(name, 3)]);
    expect(await statusOf(listed(name, { pageToken: "x" }))).toBe(statuses.invalidArgument);
  });
});

describe("the folder", () => {
  test("keeps keys, versions and states over a restart", async () => {
    const { ciphertext } = await key.seal();
    await key.rotate();
    await key.setState(firstVersion(name), "DISABLED");
    const [before] = await key.worker.getPublicKey({ name: firstVersion(demoNames.receipt) });
    await key.restart();
    expect((await key.seal()).version).toBe(second);
    expect(await statusOf(key.open(ciphertext))).toBe(statuses.failedPrecondition);
    await key.setState(firstVersion(name), "ENABLED");
    expect(await key.open(ciphertext)).toMatchObject({ text: "data key", usedPrimary: false });
    const [after] = await key.worker.getPublicKey({ name: firstVersion(demoNames.receipt) });
    expect(after.pem).toBe(before.pem);
  });

  test("is its owner's alone", async () => {
    expect((await stat(key.directory)).mode & 0o777).toBe(0o700);
    for (const file of await readdir(key.directory)) {
      expect((await stat(join(key.directory, file))).mode & 0o777).toBe(0o600);
    }
  });
});
