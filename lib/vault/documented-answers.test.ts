import { createPublicKey, randomBytes, verify } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sealCredential } from "#components/vault/seal-credential.ts";
import { runJob } from "#lib/jobs/run-job.ts";
import type { CredentialId } from "#lib/kernel/id.ts";
import type { KeyName, KeyVersionName } from "#lib/kernel/key-name.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { connectKms, type Kms, kmsOver } from "#lib/keys/kms.ts";
import { usualResilience } from "#lib/keys/resilience.ts";
import { demoNames, firstVersion } from "#sandbox/kms/demo-layout.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { deletionStatement } from "#scripts/testing/deletion-receipt.ts";
import { restClient } from "#scripts/testing/documented-client.ts";
import * as refusals from "#scripts/testing/documented-errors.ts";
import { startRefusingService } from "#scripts/testing/documented-grpc.ts";
import { type DocumentedKms, startDocumentedKms } from "#scripts/testing/documented-kms.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { tampering } from "#scripts/testing/tampering.ts";
import { testRegion, testVault } from "#scripts/testing/vault.ts";
import { deleteCredential } from "./delete-credential.ts";
import { destroyCredentialHandler } from "./destroy-credential.job.ts";
import { offerSealing } from "./offer-sealing.ts";
import { openCredential } from "./open-credential.ts";
import { signTransportKey } from "./publish-transport-key.ts";
import { rewrapCredentialHandler } from "./rewrap-credential.job.ts";
import { storeCredential } from "./store-credential.ts";

const database = testDatabase();
const people = testPeople(database);
const vault = testVault(database);
const { investor, keys } = tampering(database, people, vault);
const stopping = new AbortController().signal;

const wrapKey = demoNames.credentialWrap as KeyName;
const transportKey = demoNames.credentialTransport as KeyName;
const transportVersion = firstVersion(transportKey) as KeyVersionName;
const receiptSigner = firstVersion(demoNames.receipt) as KeyVersionName;
const operatorSigner = firstVersion(demoNames.transportKey) as KeyVersionName;

/** Two attempts, and no breaker that would answer in the service's place. */
const settings = { ...usualResilience, attempts: 2, breakAfter: 100 };

let service: DocumentedKms;
let rest: Kms;
beforeAll(async () => {
  service = await startDocumentedKms();
  rest = kmsOver(restClient(service.port), settings);
});
afterAll(async () => {
  await rest.close();
  await service.close();
});

interface Wire {
  readonly sealing: Kms;
  readonly opening: Kms;
  readonly operator: Kms;
  rotate(): Promise<void>;
}

const wires = {
  "gRPC, by the stand-in": (): Wire => ({
    sealing: vault.webKms,
    opening: vault.workerKms,
    operator: vault.operatorKms,
    rotate: () => vault.rotateWrap(),
  }),
  "REST, as the service documents it": (): Wire => ({
    sealing: rest,
    opening: rest,
    operator: rest,
    rotate: async () => service.rotate(),
  }),
};

describe.each(Object.entries(wires))("the vault over %s", (_, wire) => {
  const sealer = () => ({ ...vault.sealer(), kms: wire().sealing });
  const opener = () => vault.opener({ kms: wire().opening });
  let signerPem = "";

  const seal = async (fields: Record<string, string>) => {
    const ctx = investor();
    const offer = await offerSealing(ctx, signerPem, testRegion, { institutionId: "sandbox-retail" });
    const sealed = await sealCredential(offer, fields, new Date());
    return storeCredential(ctx, sealer(), { sealingId: offer.sealingId, sealed } as never);
  };
  const open = async (id: CredentialId) =>
    (await openCredential(people.job(people.north.tenantId), opener(), id, "link")).reveal();
  const run = (handler: ReturnType<typeof rewrapCredentialHandler>, more: object) =>
    runJob(handler, { tenantId: people.north.tenantId, ...more }, people.workerBase(), stopping);

  beforeAll(async () => {
    const { operator } = wire();
    signerPem = (await operator.publicKey(operatorSigner)).pem;
    const statement = await signTransportKey(operator, {
      region: testRegion,
      key: transportKey,
      kid: "1",
      signer: operatorSigner,
      notBefore: new Date(Date.now() - 60_000),
      notAfter: new Date(Date.now() + 86_400_000),
    });
    await people.superuser`update transport_keys set statement = ${statement}`;
  });

  test("seals, opens, takes up a new version, opens again, and destroys with a certificate", async () => {
    const id = await seal({ userId: "u-1", pin: "pässwörd" });
    expect(await open(id)).toEqual({ userId: "u-1", pin: "pässwörd" });

    const before = await wire().opening.primaryVersion(wrapKey);
    await wire().rotate();
    const present = await wire().opening.primaryVersion(wrapKey);
    expect(present).not.toBe(before);
    const rewrapping = { credentialId: id, version: 1 };
    expect(await run(rewrapCredentialHandler(opener()), rewrapping)).toEqual({ kind: "done" });
    const [key] = await keys()`select kms_version from wrapped_keys where credential_id = ${id}`;
    expect(key?.kms_version).toBe(present);
    expect(await open(id)).toEqual({ userId: "u-1", pin: "pässwörd" });

    await deleteCredential(investor(), { credentialId: id });
    expect(await run(destroyCredentialHandler(opener()), { credentialId: id })).toEqual({ kind: "done" });
    await expect(open(id)).rejects.toMatchObject({ code: "vault.unopenable" });
    const [header, claims, signature] = ((await deletionStatement(investor(), id)) ?? "").split(".");
    const { pem } = await wire().opening.publicKey(receiptSigner);
    const signed = Buffer.from(`${header}.${claims}`);
    expect(verify(null, signed, createPublicKey(pem), Buffer.from(signature ?? "", "base64url"))).toBe(true);
  });

  test("opens nothing that was changed, nor under another context", async () => {
    const { ciphertext } = await wire().sealing.encrypt(wrapKey, randomBytes(32), Buffer.from("one"));
    for (const [bytes, context] of [
      [ciphertext, "two"],
      [ciphertext.subarray(0, -1), "one"],
      [Buffer.concat([ciphertext, Buffer.alloc(1)]), "one"],
    ] as const) {
      const attempt = wire().opening.decrypt(wrapKey, bytes, Buffer.from(context));
      await expect(attempt).rejects.toMatchObject({ code: "refused" });
    }
    const attempt = wire().opening.asymmetricDecrypt(transportVersion, Buffer.alloc(512, 1));
    await expect(attempt).rejects.toMatchObject({ code: "refused" });
  });
});

describe("what the service documents as a refusal", () => {
  const wrapVersion = firstVersion(wrapKey);
  const permission = "cloudkms.cryptoKeyVersions.useToDecrypt";
  const documented = {
    "no right": [refusals.permissionDenied(permission, wrapKey), "permissionDenied"],
    "an API that is off": [refusals.apiDisabled(), "permissionDenied"],
    "no valid token": [refusals.unauthenticated(), "permissionDenied"],
    "no such version": [refusals.notFound(wrapVersion), "notFound"],
    "a disabled version": [refusals.disabled(wrapVersion), "disabled"],
    "a version that will be destroyed": [refusals.disabled(wrapVersion, "DESTROY_SCHEDULED"), "disabled"],
    "a destroyed version": [refusals.disabled(wrapVersion, "DESTROYED"), "disabled"],
    "a version that is being made": [refusals.disabled(wrapVersion, "PENDING_GENERATION"), "disabled"],
    "a checksum that does not match": [refusals.checksumRefused("ciphertext"), "refused"],
    "a ciphertext of another key": [refusals.undecryptable(), "refused"],
    "a spent quota": [refusals.quotaExceeded(), "overloaded"],
    "an error of its own": [refusals.internal(), "unavailable"],
    "being away": [refusals.unavailable(), "unavailable"],
    "being late": [refusals.deadlineExceeded(), "unavailable"],
    "a front end's page": ["<!DOCTYPE html><title>Error 502 (Server Error)!!1</title>", "unavailable"],
  } as const;

  const cases = Object.entries(documented).map(([what, [refusal, code]]) => ({ what, refusal, code }));
  const ask = (kms: Kms) => kms.decrypt(wrapKey, randomBytes(64), Buffer.from("context"));
  const attempts = (code: string) => (code === "unavailable" || code === "overloaded" ? 2 : 1);

  test.each(cases)("is known for what it is over REST: $what", async ({ refusal, code }) => {
    service.refuse(...Array<typeof refusal>(attempts(code)).fill(refusal));
    const before = service.asked.length;
    await expect(ask(rest)).rejects.toMatchObject({ name: "KeyError", code });
    expect(service.asked.length - before).toBe(attempts(code));
  });

  test("is known for what it is over gRPC, with the details that come with it", async () => {
    const refusing = await startRefusingService();
    const { port, ca } = refusing;
    const endpoint = { host: "localhost", port, ca, token: new Secret("x".repeat(32)) };
    const kms = await connectKms({ endpoint }, settings);
    for (const { what, refusal, code } of cases) {
      if (typeof refusal === "string") continue;
      refusing.refuse(refusal);
      const { message, details = [] } = refusal.error;
      const cause = { details: message, ...(details[0]?.reason ? { reason: details[0].reason } : {}) };
      await expect(ask(kms), what).rejects.toMatchObject({ name: "KeyError", code, cause });
    }
    await kms.close();
    refusing.close();
  });

  test("is not the last word: the next attempt is answered", async () => {
    service.refuse(refusals.quotaExceeded());
    const key = randomBytes(32);
    const { ciphertext } = await rest.encrypt(wrapKey, key, Buffer.from("context"));
    expect((await rest.decrypt(wrapKey, ciphertext, Buffer.from("context"))).equals(key)).toBe(true);
  });

  test("comes of a version that was disabled after it had wrapped", async () => {
    const { ciphertext, version } = await rest.encrypt(wrapKey, randomBytes(32), Buffer.from("context"));
    service.rotate();
    service.disable(version);
    const attempt = rest.decrypt(wrapKey, ciphertext, Buffer.from("context"));
    await expect(attempt).rejects.toMatchObject({ code: "disabled" });
  });
});
