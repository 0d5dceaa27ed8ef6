import { randomBytes } from "node:crypto";

import type { KeyManagementServiceClient } from "@google-cloud/kms";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { connectForTest, statusOf } from "./client-for-test.ts";
import { crc32c } from "./crc32c.ts";
import { firstVersion } from "./demo-layout.ts";
import { type KmsForTest, startKmsForTest } from "./start-for-test.ts";

let kms: KmsForTest;
let web: KeyManagementServiceClient;
let worker: KeyManagementServiceClient;

beforeAll(async () => {
  kms = await startKmsForTest();
  web = connectForTest(kms, kms.tokens.web);
  worker = connectForTest(kms, kms.tokens.worker);
});
afterAll(async () => {
  await Promise.all([web, worker].map((client) => client.close()));
  await kms.close();
});

const invalidArgument = 3;
const checksum = (bytes: Uint8Array) => ({ value: crc32c(bytes) });
const wrong = (bytes: Uint8Array) => ({ value: (crc32c(bytes) ^ 1) >>> 0 });
const plaintext = Buffer.from("a data key of thirty-two bytes..");
const aad = Buffer.from("tenant ten_1, credential crd_1, version 1");

async function wrapped(client = web): Promise<Buffer> {
  const [answer] = await client.encrypt({
    name: kms.names.credentialWrap,
    plaintext,
    additionalAuthenticatedData: aad,
  });
  return Buffer.from(answer.ciphertext as Uint8Array);
}

test("CRC-32C gives the check value of its definition", () => {
  expect(crc32c(Buffer.from("123456789"))).toBe(0xe3069283);
  expect(crc32c(new Uint8Array(0))).toBe(0);
});

describe("symmetric keys", () => {
  test("open what they sealed, and every checksum agrees", async () => {
    const name = kms.names.credentialWrap;
    const [sealed] = await web.encrypt({
      name,
      plaintext,
      plaintextCrc32c: checksum(plaintext),
      additionalAuthenticatedData: aad,
      additionalAuthenticatedDataCrc32c: checksum(aad),
    });
    const ciphertext = Buffer.from(sealed.ciphertext as Uint8Array);
    expect(sealed).toMatchObject({
      name: firstVersion(name),
      verifiedPlaintextCrc32c: true,
      verifiedAdditionalAuthenticatedDataCrc32c: true,
      protectionLevel: "SOFTWARE",
    });
    expect(Number(sealed.ciphertextCrc32c?.value)).toBe(crc32c(ciphertext));

    const [opened] = await worker.decrypt({
      name,
      ciphertext,
      ciphertextCrc32c: checksum(ciphertext),
      additionalAuthenticatedData: aad,
      additionalAuthenticatedDataCrc32c: checksum(aad),
    });
    expect(Buffer.from(opened.plaintext as Uint8Array)).toEqual(plaintext);
    expect(Number(opened.plaintextCrc32c?.value)).toBe(crc32c(plaintext));
    expect(opened).toMatchObject({ usedPrimary: true, protectionLevel: "SOFTWARE" });
  });

  test("say that no checksum was verified when none came", async () => {
    const [sealed] = await web.encrypt({ name: kms.names.book, plaintext });
    expect(sealed).toMatchObject({
      verifiedPlaintextCrc32c: false,
      verifiedAdditionalAuthenticatedDataCrc32c: false,
    });
  });

  test.each(["plaintext", "additionalAuthenticatedData"] as const)(
    "refuse a wrong checksum of %s",
    async (field) => {
      const request = { plaintext, additionalAuthenticatedData: aad };
      const call = web.encrypt({
        name: kms.names.credentialWrap,
        ...request,
        [`${field}Crc32c`]: wrong(request[field]),
      });
      await expect(call).rejects.toMatchObject({
        code: invalidArgument,
        details: expect.stringContaining("_crc32c did not match"),
      });
    },
  );

  test.each(["ciphertext", "additionalAuthenticatedData"] as const)(
    "refuse a wrong checksum of %s at opening",
    async (field) => {
      const request = { ciphertext: await wrapped(), additionalAuthenticatedData: aad };
      const call = worker.decrypt({
        name: kms.names.credentialWrap,
        ...request,
        [`${field}Crc32c`]: wrong(request[field]),
      });
      expect(await statusOf(call)).toBe(invalidArgument);
    },
  );

  test("refuse other additional data, another key's ciphertext and every flipped bit", async () => {
    const name = kms.names.credentialWrap;
    const ciphertext = await wrapped();
    const open = (change: object) =>
      statusOf(worker.decrypt({ name, ciphertext, additionalAuthenticatedData: aad, ...change }));
    expect(await open({})).toBe(0);
    expect(await open({ additionalAuthenticatedData: Buffer.from("other") })).toBe(invalidArgument);
    expect(await open({ additionalAuthenticatedData: Buffer.alloc(0) })).toBe(invalidArgument);
    expect(await open({ name: kms.names.records })).toBe(invalidArgument);
    expect(await open({ ciphertext: ciphertext.subarray(0, -1) })).toBe(invalidArgument);
    expect(await open({ ciphertext: Buffer.concat([ciphertext, Buffer.alloc(1)]) })).toBe(invalidArgument);
    expect(await open({ ciphertext: Buffer.alloc(0) })).toBe(invalidArgument);

    const flips = Array.from({ length: ciphertext.length * 8 }, (_, bit) => {
      const flipped = Buffer.from(ciphertext);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      return open({ ciphertext: flipped });
    });
    expect(new Set(await Promise.all(flips))).toEqual(new Set([invalidArgument]));
  });

  test("never seal the same text to the same bytes", async () => {
    expect(await wrapped()).not.toEqual(await wrapped());
  });

  test.each([
    [65_536, 65_536, 0],
    [65_537, 0, invalidArgument],
    [1, 65_537, invalidArgument],
  ])("take up to 64 KiB: %i bytes with %i of additional data", async (length, aadLength, status) => {
    const additionalAuthenticatedData = randomBytes(aadLength);
    const name = kms.names.records;
    const sealing = web.encrypt({ name, plaintext: randomBytes(length), additionalAuthenticatedData });
    expect(await statusOf(sealing)).toBe(status);
    if (status !== 0) return;
    const [{ ciphertext }] = await sealing;
    expect(await statusOf(web.decrypt({ name, ciphertext, additionalAuthenticatedData }))).toBe(0);
  });

  test("refuse a malformed name before looking at rights", async () => {
    for (const name of ["", "book", `${kms.names.book}/`, "projects/x", firstVersion(kms.names.book)]) {
      expect(await statusOf(web.decrypt({ name, ciphertext: Buffer.alloc(64) }))).toBe(invalidArgument);
    }
  });
});
