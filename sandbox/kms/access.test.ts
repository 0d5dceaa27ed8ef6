import type { KeyManagementServiceClient } from "@google-cloud/kms";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { selfSigned } from "../start-for-test.ts";
import { connectForTest, once, statusOf } from "./client-for-test.ts";
import { demoNames, demoRings, firstVersion } from "./demo-layout.ts";
import { versionName } from "./names.ts";
import { type KmsForTest, startKmsForTest } from "./start-for-test.ts";

const statuses = { notFound: 5, permissionDenied: 7, exhausted: 8, unavailable: 14, unauthenticated: 16 };

const callers = ["web", "worker", "operator", "lockAAdmin", "lockBAdmin", "signingAdmin"] as const;
type Caller = (typeof callers)[number];
type KeyId = keyof typeof demoNames;
type Client = KeyManagementServiceClient;

let kms: KmsForTest;
let clients: Readonly<Record<Caller, Client>>;
const opened: Client[] = [];
function open(token: string | null, at: { port: number; ca: string } = kms): Client {
  const client = connectForTest(at, token);
  opened.push(client);
  return client;
}

beforeAll(async () => {
  kms = await startKmsForTest();
  clients = Object.fromEntries(callers.map((caller) => [caller, open(kms.tokens[caller])])) as typeof clients;
});
afterAll(async () => {
  await Promise.all(opened.map((client) => client.close()));
  await kms.close();
});

const bytes = Buffer.alloc(64, 1);

/** Versions that do not exist stand for what would be destroyed: the right is looked at before them. */
const absent = (name: string) => versionName(name, 99);
const methods: Readonly<Record<string, (client: Client, name: string) => Promise<unknown>>> = {
  encrypt: (client, name) => client.encrypt({ name, plaintext: bytes }),
  decrypt: (client, name) => client.decrypt({ name, ciphertext: bytes }),
  asymmetricDecrypt: (client, name) =>
    client.asymmetricDecrypt({ name: firstVersion(name), ciphertext: bytes }),
  sign: (client, name) => client.asymmetricSign({ name: firstVersion(name), data: bytes }),
  viewPublicKey: (client, name) => client.getPublicKey({ name: firstVersion(name) }),
  getKey: (client, name) => client.getCryptoKey({ name }),
  getVersion: (client, name) => client.getCryptoKeyVersion({ name: firstVersion(name) }),
  listKeys: (client, name) => client.listCryptoKeys({ parent: name.replace(/\/cryptoKeys\/.*/, "") }),
  listVersions: (client, name) => client.listCryptoKeyVersions({ parent: name }),
  createVersion: (client, name) => client.createCryptoKeyVersion({ parent: name, cryptoKeyVersion: {} }),
  updatePrimary: (client, name) => client.updateCryptoKeyPrimaryVersion({ name, cryptoKeyVersionId: "99" }),
  updateVersion: (client, name) =>
    client.updateCryptoKeyVersion({
      cryptoKeyVersion: { name: absent(name), state: "DISABLED" },
      updateMask: { paths: ["state"] },
    }),
  destroyVersion: (client, name) => client.destroyCryptoKeyVersion({ name: absent(name) }),
  restoreVersion: (client, name) => client.restoreCryptoKeyVersion({ name: absent(name) }),
};

const views = ["getKey", "getVersion", "listKeys", "listVersions"];
const administers = [
  ...views,
  "createVersion",
  "updatePrimary",
  "updateVersion",
  "destroyVersion",
  "restoreVersion",
];

/** Written out a second time, by hand: this is what SECURITY.md and docs/kms.md promise. */
const may: Readonly<Record<KeyId, Readonly<Partial<Record<Caller, readonly string[]>>>>> = {
  credentialTransport: {
    web: ["viewPublicKey"],
    worker: ["asymmetricDecrypt", "viewPublicKey", ...views],
    operator: ["viewPublicKey"],
    lockAAdmin: administers,
  },
  credentialWrap: {
    web: ["encrypt"],
    worker: ["encrypt", "decrypt", ...views],
    lockBAdmin: administers,
  },
  records: {
    web: ["encrypt", "decrypt"],
    worker: ["encrypt", "decrypt", ...views],
    lockBAdmin: administers,
  },
  book: {
    web: ["encrypt", "decrypt"],
    worker: ["encrypt", "decrypt", ...views],
    lockBAdmin: administers,
  },
  auditCheckpoint: {
    web: ["viewPublicKey"],
    worker: ["sign", "viewPublicKey", ...views],
    signingAdmin: administers,
  },
  receipt: {
    web: ["viewPublicKey"],
    worker: ["sign", "viewPublicKey", ...views],
    signingAdmin: administers,
  },
  transportKey: {
    web: ["viewPublicKey"],
    worker: ["viewPublicKey", ...views],
    operator: ["sign", "viewPublicKey"],
    signingAdmin: administers,
  },
};

describe.each(Object.keys(demoNames) as KeyId[])("the rights on %s", (key) => {
  test.each(callers)("of %s are the written ones, and no other", async (caller) => {
    const found: string[] = [];
    for (const [method, call] of Object.entries(methods)) {
      const status = await statusOf(call(clients[caller], demoNames[key]));
      expect(status, `${method} as ${caller}`).not.toBe(statuses.unauthenticated);
      if (status !== statuses.permissionDenied) found.push(method);
    }
    expect(found.toSorted()).toEqual([...(may[key][caller] ?? [])].toSorted());
  });
});

describe("who is not let in", () => {
  test.each([
    ["no token", null],
    ["an unknown token", "x".repeat(64)],
    ["an empty token", ""],
  ])("%s is UNAUTHENTICATED, even for a name that is none", async (_, token) => {
    const client = open(token);
    expect(await statusOf(client.encrypt({ name: demoNames.book, plaintext: bytes }))).toBe(
      statuses.unauthenticated,
    );
    expect(await statusOf(client.getCryptoKey({ name: "nonsense" }))).toBe(statuses.unauthenticated);
  });

  test("a service under another authority gets nothing from the client, not even the token", async () => {
    const { cert } = await selfSigned();
    kms.control.clearCalls();
    const client = open(kms.tokens.web, { port: kms.port, ca: cert });
    const call = client.encrypt({ name: demoNames.book, plaintext: bytes }, { ...once, timeout: 1_500 });
    expect([4, statuses.unavailable]).toContain(await statusOf(call));
    expect(kms.control.count()).toBe(0);
  });
});

describe("what is not there", () => {
  const missing = `${demoRings.lockB}/cryptoKeys/missing`;

  test("is NOT_FOUND for who has a right in the ring", async () => {
    expect(await statusOf(clients.web.encrypt({ name: missing, plaintext: bytes }))).toBe(statuses.notFound);
    expect(await statusOf(clients.lockBAdmin.getCryptoKey({ name: missing }))).toBe(statuses.notFound);
    const version = versionName(demoNames.auditCheckpoint, 7);
    expect(await statusOf(clients.worker.asymmetricSign({ name: version, data: bytes }))).toBe(
      statuses.notFound,
    );
  });

  test("is PERMISSION_DENIED, as what is forbidden, for everybody else", async () => {
    const denied = [
      clients.operator.getCryptoKey({ name: missing }),
      clients.lockAAdmin.destroyCryptoKeyVersion({ name: versionName(missing, 1) }),
      clients.worker.getCryptoKey({ name: missing.replaceAll("licet-lock-b", "licet-other") }),
      clients.web.decrypt({ name: demoNames.credentialWrap, ciphertext: bytes }),
    ];
    for (const call of denied) expect(await statusOf(call)).toBe(statuses.permissionDenied);
    await expect(denied[3]).rejects.toMatchObject({
      details: `Permission 'cloudkms.cryptoKeyVersions.useToDecrypt' denied on resource '${demoNames.credentialWrap}' (or it may not exist).`,
    });
  });
});

test("a grant too many is seen: web opens credentials once it is let", async () => {
  const lax = await startKmsForTest({
    layout: (demo) => {
      const key = demo.rings[1]?.keys.find(({ name }) => name === "credential-wrap");
      if (key) key.grants = { encrypt: ["web"], decrypt: ["web", "worker"] };
      return demo;
    },
  });
  const web = open(lax.tokens.web, lax);
  const name = demoNames.credentialWrap;
  const [{ ciphertext }] = await web.encrypt({ name, plaintext: bytes });
  expect(await statusOf(web.decrypt({ name, ciphertext }))).toBe(0);
  await lax.close();
});

test("the quota is each caller's own, and comes back with the next minute", async () => {
  const small = await startKmsForTest({ requestsPerMinute: 3 });
  const [web, worker] = [open(small.tokens.web, small), open(small.tokens.worker, small)];
  const encrypt = (client: Client) =>
    statusOf(client.encrypt({ name: demoNames.book, plaintext: bytes }, once));
  const found: number[] = [];
  for (let call = 0; call < 4; call++) found.push(await encrypt(web));
  expect(found).toEqual([0, 0, 0, statuses.exhausted]);
  expect(await encrypt(worker)).toBe(0);
  small.control.passMs(60_000);
  expect(await encrypt(web)).toBe(0);
  await small.close();
});
