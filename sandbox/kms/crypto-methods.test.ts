import { constants, createPublicKey, publicEncrypt, randomBytes, verify } from "node:crypto";
import net from "node:net";

import type { KeyManagementServiceClient } from "@google-cloud/kms";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

import { connectForTest, once, statusOf } from "./client-for-test.ts";
import { crc32c } from "./crc32c.ts";
import { firstVersion } from "./demo-layout.ts";
import { type KmsForTest, startKmsForTest } from "./start-for-test.ts";

let kms: KmsForTest;
let web: KeyManagementServiceClient;
let worker: KeyManagementServiceClient;
let operator: KeyManagementServiceClient;

/** Every host that this process turned to, kept aside because a spy forgets between tests. */
const asked: unknown[] = [];
const connect = net.Socket.prototype.connect;
vi.spyOn(net.Socket.prototype, "connect").mockImplementation(function (
  this: net.Socket,
  ...given: unknown[]
) {
  for (const each of given.flat() as ({ host?: string } | null)[])
    asked.push(...(each?.host ? [each.host] : []));
  return Reflect.apply(connect, this, given);
});

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

const [invalidArgument] = [3];
const checksum = (bytes: Uint8Array) => ({ value: crc32c(bytes) });
const wrong = (bytes: Uint8Array) => ({ value: (crc32c(bytes) ^ 1) >>> 0 });
const aad = Buffer.from("tenant ten_1, credential crd_1, version 1");
const plaintext = Buffer.from("a data key of thirty-two bytes..");

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

test("what is not served says so", async () => {
  const location = "projects/licet-lock-a/locations/europe-west6";
  expect(await statusOf(worker.generateRandomBytes({ location, lengthBytes: 8 }, once))).toBe(12);
});

test("the client asked nobody else: no metadata server, no token endpoint", () => {
  expect(asked.length).toBeGreaterThan(0);
  for (const host of asked) expect(["localhost", "127.0.0.1", "::1"]).toContain(host);
});
