import { constants, createPublicKey, publicEncrypt, randomBytes, verify } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { KeyName, KeyVersionName } from "#lib/kernel/key-name.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { firstVersion } from "#sandbox/kms/demo-layout.ts";
import { type KmsForTest, startKmsForTest } from "#sandbox/kms/start-for-test.ts";
import { connectKms, type Kms } from "./kms.ts";
import { type Resilience, usualResilience } from "./resilience.ts";

const settings: Resilience = {
  ...usualResilience,
  concurrent: 8,
  waiting: 16,
  attempts: 3,
  breakAfter: 5,
  pauseMs: 250,
};
const aad = Buffer.from("context");
const opened: Kms[] = [];
let stand: KmsForTest;
let worker: Kms;

const connect = async (token: string, ca = stand.ca, more: Partial<Resilience> = {}) => {
  const kms = await connectKms(
    { endpoint: { host: "localhost", port: stand.port, ca, token: new Secret(token) } },
    { ...settings, ...more },
  );
  opened.push(kms);
  return kms;
};
const wrap = () => stand.names.credentialWrap as KeyName;
const transport = () => firstVersion(stand.names.credentialTransport) as KeyVersionName;
const receipt = () => firstVersion(stand.names.receipt) as KeyVersionName;

beforeAll(async () => {
  stand = await startKmsForTest();
  worker = await connect(stand.tokens.worker);
}, 60_000);
afterEach(() => stand.control.clearFaults());
afterAll(async () => {
  await Promise.all(opened.map((kms) => kms.close()));
  await stand.close();
});

describe("the KMS client", () => {
  test("wraps and unwraps under the same context and no other", async () => {
    const key = randomBytes(32);
    const { ciphertext, version } = await worker.encrypt(wrap(), key, aad);
    expect(version).toBe(firstVersion(wrap()));
    expect((await worker.decrypt(wrap(), ciphertext, aad)).equals(key)).toBe(true);
    await expect(worker.decrypt(wrap(), ciphertext, Buffer.from("other"))).rejects.toMatchObject({
      code: "refused",
    });
  });

  test("decrypts what was sealed to the public key, and signs what the public key verifies", async () => {
    const { pem } = await worker.publicKey(transport());
    const sealed = publicEncrypt(
      { key: pem, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" },
      Buffer.from("content key"),
    );
    expect((await worker.asymmetricDecrypt(transport(), sealed)).toString()).toBe("content key");

    const data = Buffer.from("statement");
    const signature = await worker.sign(receipt(), data);
    const signer = createPublicKey((await worker.publicKey(receipt())).pem);
    expect(verify(null, data, signer, signature)).toBe(true);
  });

  test("reads the version that wraps at present", async () => {
    expect(await worker.primaryVersion(wrap())).toBe(firstVersion(wrap()));
  });

  test("may as web encrypt and look at public keys, and nothing that opens", async () => {
    const web = await connect(stand.tokens.web);
    const { ciphertext } = await web.encrypt(wrap(), randomBytes(32), aad);
    await web.publicKey(transport());
    for (const attempt of [
      web.decrypt(wrap(), ciphertext, aad),
      web.asymmetricDecrypt(transport(), randomBytes(512)),
      web.sign(receipt(), aad),
    ]) {
      await expect(attempt).rejects.toMatchObject({ code: "permissionDenied" });
    }
  });

  test("is refused with a wrong token, and refuses a server that another authority vouches for", async () => {
    const stranger = await connect("x".repeat(64));
    await expect(stranger.publicKey(receipt())).rejects.toMatchObject({ code: "permissionDenied" });
    const other = await startKmsForTest();
    const deceived = await connect(stand.tokens.worker, other.ca, { attempts: 1 });
    await expect(deceived.publicKey(receipt())).rejects.toMatchObject({ code: "unavailable" });
    await other.close();
  }, 60_000);
});

describe("a KMS that lies", () => {
  const ask = async (method: string): Promise<unknown> => {
    if (method === "AsymmetricSign") return worker.sign(receipt(), aad);
    if (method === "GetPublicKey") return worker.publicKey(receipt());
    const wrapped = await worker.encrypt(wrap(), randomBytes(32), aad);
    return method === "Encrypt" ? wrapped : worker.decrypt(wrap(), wrapped.ciphertext, aad);
  };

  test.each([
    ["Encrypt", "flipBit"],
    ["Encrypt", "wrongName"],
    ["Encrypt", "verifiedFalse"],
    ["Encrypt", "wrongCrc"],
    ["Decrypt", "flipBit"],
    ["Decrypt", "wrongCrc"],
    ["AsymmetricSign", "flipBit"],
    ["AsymmetricSign", "wrongName"],
    ["AsymmetricSign", "verifiedFalse"],
    ["GetPublicKey", "flipBit"],
    ["GetPublicKey", "wrongName"],
  ] as const)("in %s by %s is not believed", async (method, effect) => {
    stand.control.fault({ method, effect } as never);
    await expect(ask(method)).rejects.toMatchObject({ code: "untrustedAnswer" });
  });
});

describe("a KMS in trouble", () => {
  test("is asked again a bounded number of times, then given up", async () => {
    const client = await connect(stand.tokens.worker);
    stand.control.fault({ effect: "unavailable", times: 2 });
    await expect(client.publicKey(receipt())).resolves.toMatchObject({ algorithm: "EC_SIGN_ED25519" });

    stand.control.fault({ effect: "unavailable", times: 100 });
    stand.control.clearCalls();
    await expect(client.publicKey(receipt())).rejects.toMatchObject({ code: "unavailable" });
    expect(stand.control.count()).toBe(3);
  });

  test("is left alone after failures in a row, and asked again after a pause", async () => {
    const client = await connect(stand.tokens.worker, stand.ca, { attempts: 1 });
    stand.control.fault({ effect: "unavailable", times: 1000 });
    for (let failure = 0; failure < settings.breakAfter; failure++) {
      await expect(client.publicKey(receipt())).rejects.toMatchObject({ code: "unavailable" });
    }
    stand.control.clearCalls();
    await expect(client.publicKey(receipt())).rejects.toMatchObject({ code: "unavailable" });
    expect(stand.control.count()).toBe(0);

    stand.control.clearFaults();
    await new Promise((done) => setTimeout(done, settings.pauseMs + 50));
    await expect(client.publicKey(receipt())).resolves.toBeDefined();
  });

  test("that refuses for quota is named so, and a bad request is not asked twice", async () => {
    const client = await connect(stand.tokens.worker, stand.ca, { attempts: 2 });
    stand.control.fault({ effect: "resourceExhausted", times: 5 });
    await expect(client.publicKey(receipt())).rejects.toMatchObject({ code: "overloaded" });
    stand.control.clearFaults();
    stand.control.clearCalls();
    await expect(client.decrypt(wrap(), randomBytes(64), aad)).rejects.toMatchObject({ code: "refused" });
    expect(stand.control.count()).toBe(1);
  });

  test("and slow is given no more calls at once than agreed", async () => {
    const client = await connect(stand.tokens.worker);
    stand.control.fault({ effect: "delayMs", delayMs: 300, times: 100 });
    const attempts = Array.from({ length: 40 }, () =>
      client.publicKey(receipt()).then(
        () => "answered",
        (e) => e.code,
      ),
    );
    const outcomes = await Promise.all(attempts);
    const count = (what: string) => outcomes.filter((one) => one === what).length;
    expect(count("answered")).toBe(settings.concurrent + settings.waiting);
    expect(count("overloaded")).toBe(40 - settings.concurrent - settings.waiting);
  });
});
