import { constants, createPublicKey, publicEncrypt, randomBytes, verify } from "node:crypto";

import type { KeyManagementServiceClient } from "@google-cloud/kms";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { connectForTest, statusOf } from "./client-for-test.ts";
import { crc32c } from "./crc32c.ts";
import { firstVersion } from "./demo-layout.ts";
import { type KmsForTest, startKmsForTest } from "./start-for-test.ts";

let kms: KmsForTest;
let web: KeyManagementServiceClient;
let worker: KeyManagementServiceClient;
let operator: KeyManagementServiceClient;

beforeAll(async () => {
  kms = await startKmsForTest();
  web = connectForTest(kms, kms.tokens.web);
  worker = connectForTest(kms, kms.tokens.worker);
  operator = connectForTest(kms, kms.tokens.operator);
});
afterAll(async () => {
  await Promise.all([web, worker, operator].map((client) => client.close()));
  await kms.close();
});

const invalidArgument = 3;
const checksum = (bytes: Uint8Array) => ({ value: crc32c(bytes) });
const wrong = (bytes: Uint8Array) => ({ value: (crc32c(bytes) ^ 1) >>> 0 });
const plaintext = Buffer.from("a data key of thirty-two bytes..");

describe("the transport key", () => {
  const version = () => firstVersion(kms.names.credentialTransport);
  const sealTo = (pem: string, secret: Buffer) =>
    publicEncrypt({ key: pem, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" }, secret);

  test("is served with name and checksum and opens what was sealed to it", async () => {
    const [key] = await web.getPublicKey({ name: version() });
    const pem = key.pem ?? "";
    expect(key).toMatchObject({
      name: version(),
      algorithm: "RSA_DECRYPT_OAEP_4096_SHA256",
      protectionLevel: "SOFTWARE",
    });
    expect(Number(key.pemCrc32c?.value)).toBe(crc32c(Buffer.from(pem)));
    expect(createPublicKey(pem).asymmetricKeyDetails).toMatchObject({ modulusLength: 4096 });

    const ciphertext = sealTo(pem, plaintext);
    const [opened] = await worker.asymmetricDecrypt({
      name: version(),
      ciphertext,
      ciphertextCrc32c: checksum(ciphertext),
    });
    expect(Buffer.from(opened.plaintext as Uint8Array)).toEqual(plaintext);
    expect(opened.verifiedCiphertextCrc32c).toBe(true);
    expect(Number(opened.plaintextCrc32c?.value)).toBe(crc32c(plaintext));
  });

  test("refuses a flipped bit, another length and a wrong checksum", async () => {
    const [key] = await web.getPublicKey({ name: version() });
    const ciphertext = sealTo(key.pem ?? "", plaintext);
    const flipped = Buffer.from(ciphertext);
    flipped[100] = (flipped[100] ?? 0) ^ 1;
    const open = (request: object) => statusOf(worker.asymmetricDecrypt({ name: version(), ...request }));
    expect(await open({ ciphertext: flipped })).toBe(invalidArgument);
    expect(await open({ ciphertext: ciphertext.subarray(1) })).toBe(invalidArgument);
    expect(await open({ ciphertext, ciphertextCrc32c: wrong(ciphertext) })).toBe(invalidArgument);
  });

  test("comes in the asked format too, of which PEM is the one there is", async () => {
    const [key] = await web.getPublicKey({ name: version(), publicKeyFormat: "PEM" });
    expect(Buffer.from(key.publicKey?.data as Uint8Array).toString()).toBe(key.pem);
    const other = web.getPublicKey({ name: version(), publicKeyFormat: "NIST_PQC" });
    expect(await statusOf(other)).toBe(invalidArgument);
  });
});

describe("signing keys", () => {
  const data = Buffer.from("licet.example/audit\n42\nroot\n");

  test("sign the data itself with Ed25519", async () => {
    const name = firstVersion(kms.names.auditCheckpoint);
    const [signed] = await worker.asymmetricSign({ name, data, dataCrc32c: checksum(data) });
    const signature = Buffer.from(signed.signature as Uint8Array);
    expect(signed).toMatchObject({ name, verifiedDataCrc32c: true, protectionLevel: "SOFTWARE" });
    expect(Number(signed.signatureCrc32c?.value)).toBe(crc32c(signature));
    const [key] = await web.getPublicKey({ name });
    expect(key.algorithm).toBe("EC_SIGN_ED25519");
    expect(verify(null, data, createPublicKey(key.pem ?? ""), signature)).toBe(true);
  });

  test("refuse a digest, nothing, too much, and a wrong checksum", async () => {
    const name = firstVersion(kms.names.transportKey);
    const sign = (request: object) => statusOf(operator.asymmetricSign({ name, ...request }));
    expect(await sign({ data })).toBe(0);
    expect(await sign({ digest: { sha256: randomBytes(32) } })).toBe(invalidArgument);
    expect(await sign({})).toBe(invalidArgument);
    expect(await sign({ data: randomBytes(65_537) })).toBe(invalidArgument);
    expect(await sign({ data, dataCrc32c: wrong(data) })).toBe(invalidArgument);
  });
});
