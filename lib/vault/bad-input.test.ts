import { createCipheriv, generateKeyPairSync, hkdfSync } from "node:crypto";
import { CompactEncrypt, CompactSign, importSPKI } from "jose";
import { beforeAll, describe, expect, test } from "vitest";
import { type CredentialId, newId } from "#lib/kernel/id.ts";
import type { KeyName, KeyVersionName } from "#lib/kernel/key-name.ts";
import { newDataKey, sealEnvelope } from "#lib/keys/envelope.ts";
import { signStatement } from "#lib/keys/statement.ts";
import { firstVersion } from "#sandbox/kms/demo-layout.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { type SealedRows, tampering } from "#scripts/testing/tampering.ts";
import { testRegion, testVault } from "#scripts/testing/vault.ts";
import { offerSealing } from "./offer-sealing.ts";
import { signTransportKey } from "./publish-transport-key.ts";
import { storeCredential } from "./store-credential.ts";

const database = testDatabase();
const people = testPeople(database);
const vault = testVault(database);
const { north, south } = people;
const { investor, keys, rows, contextOf, putEnvelope, putWrapped, open, post, storeChanged } = tampering(
  database,
  people,
  vault,
);

const wrapKey = () => vault.kms.names.credentialWrap as KeyName;
const store = (pin = "1") => vault.store(investor(), { pin });
const stored = async () => {
  const [credentials] = await people.superuser`select count(*)::int as n from credentials`;
  const [wrapped] = await keys()`select count(*)::int as n from wrapped_keys`;
  return [credentials?.n, wrapped?.n];
};

let transportPem = "";
beforeAll(async () => {
  const version = firstVersion(vault.kms.names.credentialTransport) as KeyVersionName;
  transportPem = (await vault.webKms.publicKey(version)).pem;
});

/** The same JWE under a header with something changed; whoever forges one can do no better than authenticate it. */
async function forged(sealed: string, change: object, protect = true): Promise<string> {
  const [head = "", ...rest] = sealed.split(".");
  const header = { ...JSON.parse(Buffer.from(head, "base64url").toString()), ...change };
  if (!protect) return [Buffer.from(JSON.stringify(header)).toString("base64url"), ...rest].join(".");
  return new CompactEncrypt(new Uint8Array(64))
    .setProtectedHeader(header)
    .encrypt(await importSPKI(transportPem, header.alg));
}

/** The header's text changed by hand, with everything else as it was. */
const withText = (edit: (text: string) => string) => (sealed: string) => {
  const [head = "", ...rest] = sealed.split(".");
  return [Buffer.from(edit(Buffer.from(head, "base64url").toString())).toString("base64url"), ...rest].join(
    ".",
  );
};
const withPart = (at: number, change: (bytes: Buffer) => Buffer) => (sealed: string) =>
  sealed
    .split(".")
    .map((part, index) =>
      index === at ? change(Buffer.from(part, "base64url")).toString("base64url") : part,
    )
    .join(".");

describe("what is posted in place of a sealed credential", () => {
  test.each<[string, string, (sealed: string) => string | Promise<string>]>([
    ["alg none", "wrongHeader", (sealed) => forged(sealed, { alg: "none" }, false)],
    ["alg dir", "wrongHeader", (sealed) => forged(sealed, { alg: "dir" }, false)],
    ["alg RSA1_5", "wrongHeader", (sealed) => forged(sealed, { alg: "RSA1_5" }, false)],
    ["alg RSA-OAEP, with SHA-1", "wrongHeader", (sealed) => forged(sealed, { alg: "RSA-OAEP" })],
    ["alg RSA-OAEP-512", "wrongHeader", (sealed) => forged(sealed, { alg: "RSA-OAEP-512" })],
    ["alg ECDH-ES", "wrongHeader", (sealed) => forged(sealed, { alg: "ECDH-ES" }, false)],
    ["another content encryption", "wrongHeader", (sealed) => forged(sealed, { enc: "A128GCM" })],
    ["another type", "wrongHeader", (sealed) => forged(sealed, { typ: "JWT" })],
    ["compression", "wrongHeader", (sealed) => forged(sealed, { zip: "DEF" }, false)],
    ["a critical extension", "wrongHeader", (sealed) => forged(sealed, { crit: ["exp"], exp: 1 }, false)],
    ["a key of its own", "wrongHeader", (sealed) => forged(sealed, { jwk: { kty: "RSA" } })],
    ["a parameter we do not know", "wrongHeader", (sealed) => forged(sealed, { extra: true })],
    ["a parameter less", "wrongHeader", (sealed) => forged(sealed, { institution: undefined })],
    ["a key version that is not offered", "wrongHeader", (sealed) => forged(sealed, { kid: "2" })],
    ["a name twice in the header", "wrongHeader", withText((text) => text.replace("{", '{"alg":"none",'))],
    ["white space in the header", "wrongHeader", withText((text) => text.replace(",", ", "))],
    ["a header that is no JSON", "wrongHeader", withText(() => "alg")],
    ["a list as header", "wrongHeader", withText((text) => `[${text}]`)],
    ["another page view's seal", "wrongContext", (sealed) => forged(sealed, { sealing: newId("slg") })],
    ["another firm's seal", "wrongContext", (sealed) => forged(sealed, { tenant: south.tenantId })],
    ["another bank's seal", "wrongContext", (sealed) => forged(sealed, { institution: "other-bank" })],
    ["a whole other seal", "wrongContext", async () => (await vault.seal(investor(), { pin: "2" })).sealed],
    ["a cut seal", "malformed", (sealed) => sealed.slice(0, -4)],
    ["an extended seal", "malformed", (sealed) => `${sealed}AAAA`],
    ["a part less", "malformed", (sealed) => sealed.slice(0, sealed.lastIndexOf("."))],
    ["a part more", "malformed", (sealed) => `${sealed}.AAAA`],
    ["padding characters", "malformed", (sealed) => `${sealed}==`],
    ["white space", "malformed", (sealed) => `${sealed}\n`],
    ["letters of the other base64", "malformed", (sealed) => `${sealed.slice(0, -2)}+/`],
    ["a short tag", "malformed", withPart(4, (tag) => tag.subarray(0, 12))],
    ["a long tag", "malformed", withPart(4, (tag) => Buffer.concat([tag, tag]))],
    ["a short nonce", "malformed", withPart(2, (nonce) => nonce.subarray(1))],
    ["a smaller key's part", "malformed", withPart(1, (key) => key.subarray(256))],
    ["no ciphertext", "malformed", withPart(3, () => Buffer.alloc(0))],
    ["a ciphertext of no bucket", "malformed", withPart(3, (text) => text.subarray(1))],
    ["more than 16 KiB", "malformed", withPart(3, () => Buffer.alloc(16 * 1024))],
    ["JSON serialisation", "malformed", (sealed) => JSON.stringify({ ciphertext: sealed })],
    ["plain text", "malformed", () => JSON.stringify({ pin: "1" })],
  ])("is refused as %s, named %s in the trail, and nothing is stored", async (_, inwardly, change) => {
    const before = await stored();
    expect(await post(change)).toEqual({ outwardly: "vault.sealed_rejected", inwardly });
    expect(await stored()).toEqual(before);
  });

  test("is accepted when it is what the browser sealed", async () => {
    expect((await post((sealed) => sealed)).outwardly).toBe("accepted");
  });

  test("after the page's half hour is refused, also to its owner", async () => {
    const { sealingId, sealed } = await vault.seal(investor(), { pin: "1" });
    await people.superuser`update sealings set expires_at = now() where sealing_id = ${sealingId}`;
    const late = storeCredential(investor(), vault.sealer(), { sealingId: sealingId as never, sealed });
    await expect(late).rejects.toMatchObject({ code: "vault.sealing_expired" });
  });
});

describe("what web lets pass because only the worker can see it", () => {
  test.each<[string, string, (parts: Buffer[]) => void]>([
    ["another key under the right one's name", "refused", (parts) => void parts[1]?.fill(1)],
    ["another nonce", "notAuthentic", (parts) => void parts[2]?.fill(1)],
    ["another ciphertext", "notAuthentic", (parts) => void parts[3]?.fill(1)],
    ["a bucket less", "notAuthentic", (parts) => void parts.splice(3, 1, Buffer.alloc(64))],
    ["another tag", "notAuthentic", (parts) => void parts[4]?.fill(1)],
  ])("is refused at the opening: %s, named %s", async (_, inwardly, change) => {
    expect(await open(await storeChanged(change))).toEqual({ outwardly: "vault.unopenable", inwardly });
  });

  test.each([
    ["no padding", Buffer.alloc(64, 1), "wrongPadding"],
    ["nothing but padding's zeros", Buffer.alloc(64), "wrongPadding"],
    [
      "padding of more than a bucket",
      Buffer.concat([Buffer.from("{}\x80", "latin1"), Buffer.alloc(125)]),
      "wrongPadding",
    ],
    ["no JSON", Buffer.concat([Buffer.from("pin\x80", "latin1"), Buffer.alloc(60)]), "malformed"],
    ["no texts", Buffer.concat([Buffer.from('{"pin":1}\x80', "latin1"), Buffer.alloc(54)]), "malformed"],
  ])("is refused at the opening: sealed by another program with %s", async (_, plaintext, inwardly) => {
    const { sealingId, sealed } = await vault.seal(investor(), { pin: "1" });
    const header = JSON.parse(Buffer.from(sealed.split(".")[0] ?? "", "base64url").toString());
    const other = await new CompactEncrypt(plaintext)
      .setProtectedHeader(header)
      .encrypt(await importSPKI(transportPem, "RSA-OAEP-256"));
    const id = await storeCredential(investor(), vault.sealer(), {
      sealingId: sealingId as never,
      sealed: other,
    });
    expect(await open(id)).toEqual({ outwardly: "vault.unopenable", inwardly });
  });
});

describe("a stored credential that was changed by whoever holds both databases", () => {
  const unopenable = (inwardly: string) => ({ outwardly: "vault.unopenable", inwardly });
  const dataKeyOf = (of: SealedRows) => vault.workerKms.decrypt(wrapKey(), of.wrapped, contextOf(of));

  test.each<[string, string, (envelope: Buffer) => Buffer]>([
    ["of no known format", "unknownFormat", (it) => Buffer.concat([Buffer.from([2]), it.subarray(1)])],
    [
      "of no known suite",
      "unknownSuite",
      (it) => Buffer.concat([it.subarray(0, 1), Buffer.from([2]), it.subarray(2)]),
    ],
    [
      "with another commitment",
      "wrongCommitment",
      (it) => Buffer.concat([it.subarray(0, 2), Buffer.alloc(32), it.subarray(34)]),
    ],
    [
      "with another nonce",
      "notAuthentic",
      (it) => Buffer.concat([it.subarray(0, 34), Buffer.alloc(12), it.subarray(46)]),
    ],
    ["cut by a byte", "notAuthentic", (it) => it.subarray(0, -1)],
    ["with a tag of 12 bytes", "notAuthentic", (it) => it.subarray(0, -4)],
    ["with a tag of 4 bytes", "notAuthentic", (it) => it.subarray(0, -12)],
    ["without its tag", "notAuthentic", (it) => it.subarray(0, -16)],
    ["longer by a byte", "notAuthentic", (it) => Buffer.concat([it, Buffer.alloc(1)])],
    ["twice", "notAuthentic", (it) => Buffer.concat([it, it])],
  ])("does not open: an envelope %s is named %s", async (_, inwardly, change) => {
    const id = await store();
    await putEnvelope(id, change((await rows(id)).envelope));
    expect(await open(id)).toEqual(unopenable(inwardly));
  });

  test.each<[string, (wrapped: Buffer) => Buffer]>([
    ["cut", (it) => it.subarray(0, -1)],
    ["extended", (it) => Buffer.concat([it, Buffer.alloc(1)])],
    ["replaced", (it) => Buffer.alloc(it.length, 1)],
  ])("does not open: a wrapped key %s is refused by the KMS", async (_, change) => {
    const id = await store();
    await putWrapped(id, change((await rows(id)).wrapped));
    expect(await open(id)).toEqual(unopenable("refused"));
  });

  test("does not open with another firm's halves, in either place", async () => {
    const other = await vault.store(people.as(south.investor), { pin: "2" });
    const theirs = await rows(other);
    for (const [inwardly, put] of [
      ["wrongCommitment", (id: CredentialId) => putEnvelope(id, theirs.envelope)],
      ["refused", (id: CredentialId) => putWrapped(id, theirs.wrapped)],
    ] as const) {
      const id = await store();
      await put(id);
      expect(await open(id)).toEqual(unopenable(inwardly));
    }
    expect(await open(other, north.tenantId)).toEqual(unopenable("notSealed"));
  });

  test.each([
    ["another purpose", { purpose: "records" }],
    ["another version", { version: 2 }],
    ["another region", { region: "eu-ch" }],
    ["another credential", { credentialId: newId("crd") }],
  ])("does not open when it was sealed for %s, under its own data key", async (_, change) => {
    const id = await store();
    const ours = await rows(id);
    const dataKey = await dataKeyOf(ours);
    await putEnvelope(id, sealEnvelope(dataKey, Buffer.from("a.b.c.d.e"), contextOf(ours, change)));
    expect(await open(id)).toEqual(unopenable("wrongCommitment"));

    const { ciphertext } = await vault.workerKms.encrypt(wrapKey(), dataKey, contextOf(ours, change));
    await putEnvelope(id, ours.envelope);
    await putWrapped(id, ciphertext);
    expect(await open(id)).toEqual(unopenable("refused"));
  });

  test("does not open under a second key for which its ciphertext was made to authenticate", async () => {
    const id = await store();
    const ours = await rows(id);
    const context = contextOf(ours);
    const second = newDataKey();
    const info = Buffer.concat([Buffer.from("licet/envelope/1"), context]);
    const key = Buffer.from(hkdfSync("sha256", second, Buffer.alloc(0), info, 64)).subarray(0, 32);
    const [head, nonce] = [ours.envelope.subarray(0, 34), ours.envelope.subarray(34, 46)];
    const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: 16 });
    cipher.setAAD(Buffer.concat([head, context]));
    await putEnvelope(
      id,
      Buffer.concat([head, nonce, cipher.update("a.b.c.d.e"), cipher.final(), cipher.getAuthTag()]),
    );
    await putWrapped(id, (await vault.workerKms.encrypt(wrapKey(), second, context)).ciphertext);
    expect(await open(id)).toEqual(unopenable("wrongCommitment"));
  });

  test("does not open as a later version of itself, nor once its key went with the version", async () => {
    const id = await store();
    const old = await rows(id);
    await people.superuser`update credentials set version = 2 where credential_id = ${id}`;
    await people.superuser`update credential_versions set version = 2 where credential_id = ${id}`;
    expect(await open(id)).toEqual(unopenable("keyMissing"));
    await keys()`update wrapped_keys set version = 2 where credential_id = ${id}`;
    expect(await open(id)).toEqual(unopenable("refused"));
    const dataKey = await dataKeyOf(old);
    const { ciphertext } = await vault.workerKms.encrypt(wrapKey(), dataKey, contextOf(old, { version: 2 }));
    await putWrapped(id, ciphertext);
    expect(await open(id)).toEqual(unopenable("wrongCommitment"));
  });
});

describe("a public key that the operator did not sign for now", () => {
  const statement = (more: object = {}) =>
    signTransportKey(vault.operatorKms, {
      region: testRegion,
      key: vault.kms.names.credentialTransport as KeyName,
      kid: "1",
      signer: firstVersion(vault.kms.names.transportKey) as KeyVersionName,
      notBefore: new Date(Date.now() - 120_000),
      notAfter: new Date(Date.now() + 60_000),
      ...more,
    });
  const anotherVersion = async () => {
    const claims = { ...JSON.parse((await payloadOf()).toString()), kid: "2" };
    const signer = firstVersion(vault.kms.names.transportKey) as KeyVersionName;
    return signStatement(vault.operatorKms, signer, "licet-transport-key+jws", claims);
  };
  const payloadOf = async () => Buffer.from((await statement()).split(".")[1] ?? "", "base64url");
  const stranger = generateKeyPairSync("ed25519").privateKey;

  test.each<[string, string, () => Promise<string>]>([
    ["is expired", "wrongContext", () => statement({ notAfter: new Date(Date.now() - 60_000) })],
    ["is not yet valid", "wrongContext", () => statement({ notBefore: new Date(Date.now() + 30_000) })],
    ["is of another region", "wrongContext", () => statement({ region: "eu-ch" })],
    ["is of another version", "wrongContext", () => anotherVersion()],
    [
      "is another operator's",
      "notAuthentic",
      async () =>
        new CompactSign(await payloadOf())
          .setProtectedHeader({ alg: "EdDSA", typ: "licet-transport-key+jws" })
          .sign(stranger),
    ],
    [
      "is of another kind",
      "notAuthentic",
      async () =>
        new CompactSign(await payloadOf()).setProtectedHeader({ alg: "EdDSA", typ: "JWT" }).sign(stranger),
    ],
    ["is unsigned", "notAuthentic", async () => (await statement()).replace(/[^.]*$/, "")],
    [
      "says that it is unsigned",
      "notAuthentic",
      async () => {
        const header = Buffer.from('{"alg":"none","typ":"licet-transport-key+jws"}').toString("base64url");
        return `${header}.${(await payloadOf()).toString("base64url")}.`;
      },
    ],
    [
      "was changed after it was signed",
      "notAuthentic",
      async () => {
        const [header, , signature] = (await statement()).split(".");
        const changed = (await payloadOf()).toString().replace('"kid":"1"', '"kid":"2"');
        return `${header}.${Buffer.from(changed).toString("base64url")}.${signature}`;
      },
    ],
  ])("is offered to nobody when its statement %s, and the trail says %s", async (_, inwardly, forge) => {
    const [now] = await people.superuser`select statement from transport_keys`;
    const before = await people.superuser`select count(*)::int as n from sealings`;
    await people.superuser`update transport_keys set statement = ${await forge()}`;
    const ctx = investor();
    const offer = offerSealing(ctx, vault.signerPem, testRegion, { institutionId: "sandbox-retail" });
    await expect(offer).rejects.toMatchObject({ code: "vault.unavailable" });
    await people.superuser`update transport_keys set statement = ${now?.statement}`;
    expect((await people.events(ctx.requestId)).at(-1)?.facts.code).toBe(inwardly);
    expect(await people.superuser`select count(*)::int as n from sealings`).toEqual(before);
  });
});
