import { constants, createPublicKey, publicEncrypt, verify } from "node:crypto";

import type { KeyManagementServiceClient } from "@google-cloud/kms";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

import { connectForTest, once, statusOf } from "./client-for-test.ts";
import { crc32c } from "./crc32c.ts";
import { firstVersion } from "./demo-layout.ts";
import type { FaultInput } from "./faults.ts";
import { type KmsForTest, startKmsForTest } from "./start-for-test.ts";

let kms: KmsForTest;
let worker: KeyManagementServiceClient;
let web: KeyManagementServiceClient;
beforeAll(async () => {
  kms = await startKmsForTest();
  worker = connectForTest(kms, kms.tokens.worker);
  web = connectForTest(kms, kms.tokens.web);
});
afterEach(() => {
  kms.control.clearFaults();
  kms.control.clearCalls();
});
afterAll(async () => {
  await Promise.all([worker.close(), web.close()]);
  await kms.close();
});

const plaintext = Buffer.from("thirty-two bytes of a data key..");
const plaintextCrc32c = { value: crc32c(plaintext) };
const data = plaintext;

const encrypt = async () =>
  (await worker.encrypt({ name: kms.names.book, plaintext, plaintextCrc32c }, once))[0];
const decrypt = async (ciphertext: Uint8Array) =>
  (await worker.decrypt({ name: kms.names.book, ciphertext }, once))[0];
const bytesOf = (value: unknown) => Buffer.from(value as Uint8Array);
const agrees = (bytes: unknown, checksum: { value?: unknown } | null | undefined) =>
  crc32c(bytesOf(bytes)) === Number(checksum?.value);

describe("an answer is wrong in one way, once, and right again", () => {
  test.each(["flipBit", "wrongCrc"] as const)("%s: the checksum does not agree", async (effect) => {
    kms.control.fault({ method: "Encrypt", effect });
    const spoilt = await encrypt();
    expect(agrees(spoilt.ciphertext, spoilt.ciphertextCrc32c)).toBe(false);
    const right = await encrypt();
    expect(agrees(right.ciphertext, right.ciphertextCrc32c)).toBe(true);

    kms.control.fault({ method: "Decrypt", effect });
    const opened = await decrypt(bytesOf(right.ciphertext));
    expect(agrees(opened.plaintext, opened.plaintextCrc32c)).toBe(false);

    kms.control.fault({ method: "GetPublicKey", effect });
    const [key] = await worker.getPublicKey({ name: firstVersion(kms.names.receipt) });
    expect(agrees(Buffer.from(key.pem ?? ""), key.pemCrc32c)).toBe(false);
  });

  test("wrongName: another version's or key's name, with everything else in order", async () => {
    kms.control.fault({ method: "Encrypt", effect: "wrongName" });
    const spoilt = await encrypt();
    expect(spoilt.name).toBe(`${kms.names.book}-2/cryptoKeyVersions/1`);
    expect(agrees(spoilt.ciphertext, spoilt.ciphertextCrc32c)).toBe(true);
    kms.control.fault({ method: "GetCryptoKey", effect: "wrongName" });
    const [key] = await worker.getCryptoKey({ name: kms.names.book });
    expect(key.name).not.toBe(kms.names.book);
  });

  test("verifiedFalse: the service denies having seen the checksum", async () => {
    kms.control.fault({ method: "Encrypt", effect: "verifiedFalse" });
    expect((await encrypt()).verifiedPlaintextCrc32c).toBe(false);
    expect((await encrypt()).verifiedPlaintextCrc32c).toBe(true);
  });

  test("wrongPlaintext: other bytes that every checksum agrees with", async () => {
    kms.control.fault({ method: "Encrypt", effect: "wrongPlaintext" });
    const spoilt = await encrypt();
    expect(spoilt.verifiedPlaintextCrc32c).toBe(true);
    expect(bytesOf((await decrypt(bytesOf(spoilt.ciphertext))).plaintext)).not.toEqual(plaintext);

    const right = await encrypt();
    kms.control.fault({ method: "Decrypt", effect: "wrongPlaintext" });
    const opened = await decrypt(bytesOf(right.ciphertext));
    expect(agrees(opened.plaintext, opened.plaintextCrc32c)).toBe(true);
    expect(bytesOf(opened.plaintext)).not.toEqual(plaintext);

    const name = firstVersion(kms.names.receipt);
    kms.control.fault({ method: "AsymmetricSign", effect: "wrongPlaintext" });
    const [signed] = await worker.asymmetricSign({ name, data, dataCrc32c: plaintextCrc32c });
    const [{ pem }] = await worker.getPublicKey({ name });
    expect(signed.verifiedDataCrc32c).toBe(true);
    expect(verify(null, data, createPublicKey(pem ?? ""), bytesOf(signed.signature))).toBe(false);
  });

  test("wrongPlaintext of the transport key", async () => {
    const name = firstVersion(kms.names.credentialTransport);
    const [{ pem }] = await worker.getPublicKey({ name });
    const padding = constants.RSA_PKCS1_OAEP_PADDING;
    const ciphertext = publicEncrypt({ key: pem ?? "", padding, oaepHash: "sha256" }, plaintext);
    kms.control.fault({ method: "AsymmetricDecrypt", effect: "wrongPlaintext" });
    const [opened] = await worker.asymmetricDecrypt({ name, ciphertext });
    expect(agrees(opened.plaintext, opened.plaintextCrc32c)).toBe(true);
    expect(bytesOf(opened.plaintext)).not.toEqual(plaintext);
  });
});

describe("the service fails", () => {
  test.each([
    ["unavailable", 14],
    ["resourceExhausted", 8],
  ] as const)("%s as often as asked, for whom it is asked", async (effect, status) => {
    kms.control.fault({ effect, times: 2, caller: "worker" });
    const byWeb = web.encrypt({ name: kms.names.book, plaintext }, once);
    expect(await statusOf(byWeb)).toBe(0);
    expect(await statusOf(encrypt())).toBe(status);
    expect(await statusOf(worker.getCryptoKey({ name: kms.names.book }, once))).toBe(status);
    expect(await statusOf(encrypt())).toBe(0);
  });

  test("slowly", async () => {
    kms.control.fault({ method: "Encrypt", effect: "delayMs", delayMs: 300 });
    const since = performance.now();
    await encrypt();
    expect(performance.now() - since).toBeGreaterThan(290);
    kms.control.fault({ method: "Encrypt", effect: "delayMs", delayMs: 2_000 });
    const impatient = worker.encrypt({ name: kms.names.book, plaintext }, { ...once, timeout: 200 });
    expect(await statusOf(impatient)).toBe(4);
  });

  test("until it is told to stop", async () => {
    kms.control.fault({ effect: "unavailable", times: 1_000_000 });
    expect(await statusOf(encrypt())).toBe(14);
    kms.control.clearFaults();
    expect(await statusOf(encrypt())).toBe(0);
  });
});

test.each<FaultInput>([
  { method: "Decrypt", effect: "wrongName" },
  { method: "Decrypt", effect: "verifiedFalse" },
  { method: "ListCryptoKeys", effect: "flipBit" },
  { effect: "flipBit" },
  { effect: "delayMs" },
  { effect: "unavailable", delayMs: 5 },
])("a fault that could never show is refused: %j", (fault) => {
  expect(() => kms.control.fault(fault)).toThrow();
});

test("calls are counted by caller, method, key and status", async () => {
  await encrypt();
  await encrypt();
  await statusOf(web.decrypt({ name: kms.names.credentialWrap, ciphertext: plaintext }));
  await statusOf(web.getCryptoKey({ name: "nonsense" }));
  expect(kms.control.count()).toBe(4);
  expect(kms.control.count({ caller: "worker", method: "Encrypt" })).toBe(2);
  expect(kms.control.calls()).toContainEqual({
    caller: "web",
    method: "Decrypt",
    key: kms.names.credentialWrap,
    status: "PERMISSION_DENIED",
    count: 1,
  });
  expect(kms.control.count({ status: "INVALID_ARGUMENT" })).toBe(1);
  kms.control.clearCalls();
  expect(kms.control.calls()).toEqual([]);
});
