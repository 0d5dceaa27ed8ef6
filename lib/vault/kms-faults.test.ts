import { createPublicKey, verify } from "node:crypto";
import { afterEach, describe, expect, test } from "vitest";
import { runJob } from "#lib/jobs/run-job.ts";
import type { CredentialId } from "#lib/kernel/id.ts";
import type { KeyName, KeyVersionName } from "#lib/kernel/key-name.ts";
import { firstVersion } from "#sandbox/kms/demo-layout.ts";
import type { MethodName } from "#sandbox/kms/methods.ts";
import { suits, type WordEffect, wordEffects } from "#sandbox/kms/spoil.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { deletionStatement } from "#scripts/testing/deletion-receipt.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { tampering } from "#scripts/testing/tampering.ts";
import { testVault } from "#scripts/testing/vault.ts";
import { deleteCredential } from "./delete-credential.ts";
import { destroyCredentialHandler } from "./destroy-credential.job.ts";
import { openCredential } from "./open-credential.ts";
import { signTransportKey } from "./publish-transport-key.ts";
import { listCredentials } from "./read-credentials.ts";
import { rewrapCredentialHandler } from "./rewrap-credential.job.ts";
import { rotateKeysHandler } from "./rotate-keys.job.ts";
import { storeCredential } from "./store-credential.ts";

const database = testDatabase();
const people = testPeople(database);
const vault = testVault(database);
const { north } = people;
const stopping = new AbortController().signal;

const { investor, keys } = tampering(database, people, vault);
const open = (id: CredentialId) =>
  openCredential(people.job(north.tenantId), vault.opener(), id, "refresh").then((fields) => fields.reveal());
const run = (handler: ReturnType<typeof rewrapCredentialHandler>, credentialId: CredentialId) =>
  runJob(handler, { tenantId: north.tenantId, credentialId, version: 1 }, people.workerBase(), stopping);
const destroy = (credentialId: CredentialId) =>
  runJob(
    destroyCredentialHandler(vault.opener()),
    { tenantId: north.tenantId, credentialId },
    people.workerBase(),
    stopping,
  );
const lastEvent = async (about: string) => {
  const { type, facts } = (await people.events(about)).at(-1) ?? {};
  return [type, facts?.code];
};

/** Every row of the vault in both databases, as one text. */
async function stored(): Promise<string> {
  const rows = await Promise.all([
    people.superuser`select * from credentials order by credential_id`,
    people.superuser`select * from credential_versions order by credential_id, version`,
    people.superuser`select * from receipts order by receipt_id`,
    keys()`select * from wrapped_keys order by credential_id, version`,
  ]);
  return JSON.stringify(rows);
}

/** The lies about one method, each with the code that the trail names it by. */
type Lies = Readonly<Partial<Record<WordEffect, string>>>;
const told = (method: MethodName, lies: Lies) =>
  (Object.entries(lies) as [WordEffect, string][]).map(([effect, code]) => ({ method, effect, code }));

const untrusted = "untrustedAnswer";
const byWire = { flipBit: untrusted, wrongCrc: untrusted } as const;
const lies = {
  sealing: told("Encrypt", { ...byWire, wrongName: untrusted, verifiedFalse: untrusted }),
  opening: [
    ...told("Decrypt", { ...byWire, wrongPlaintext: "wrongCommitment" }),
    ...told("AsymmetricDecrypt", {
      ...byWire,
      verifiedFalse: untrusted,
      wrongPlaintext: "notAuthentic",
    }),
  ],
  rewrapping: [
    ...told("Decrypt", { ...byWire, wrongPlaintext: "wrongCommitment" }),
    ...told("Encrypt", {
      ...byWire,
      wrongName: untrusted,
      verifiedFalse: untrusted,
      wrongPlaintext: untrusted,
    }),
  ],
  certifying: told("AsymmetricSign", {
    ...byWire,
    wrongName: untrusted,
    verifiedFalse: untrusted,
    wrongPlaintext: untrusted,
  }),
  publishing: told("GetPublicKey", { ...byWire, wrongName: untrusted }),
  sweeping: told("GetCryptoKey", { wrongName: untrusted }),
};

/** A lie that the answer itself gives away is the KMS's; one that only the envelope shows looks like a changed row. */
const outwardly = (code: string) => (code === untrusted ? "vault.unavailable" : "vault.unopenable");

afterEach(() => vault.kms.control.clearFaults());

describe("a KMS that lies", () => {
  test("is tried with every lie that the stand-in can tell to a call of ours", () => {
    const tried = new Set(
      Object.values(lies)
        .flat()
        .map(({ method, effect }) => `${method} ${effect}`),
    );
    const methods = ["Encrypt", "Decrypt", "AsymmetricDecrypt", "AsymmetricSign", "GetPublicKey"] as const;
    const all = [...methods, "GetCryptoKey" as const].flatMap((method) =>
      wordEffects.filter((effect) => suits(effect, method)).map((effect) => `${method} ${effect}`),
    );
    expect([...tried].toSorted()).toEqual(all.toSorted());
  });

  test.each(lies.sealing)("in $method by $effect stores nothing and is named", async ({ code, ...fault }) => {
    const ctx = investor();
    const posted = await vault.seal(ctx, { pin: "1" });
    const before = await stored();
    vault.kms.control.fault(fault);
    const attempt = storeCredential(ctx, vault.sealer(), posted as never);
    await expect(attempt).rejects.toMatchObject({ code: "vault.unavailable" });
    expect(await stored()).toBe(before);
    expect(await lastEvent(ctx.requestId)).toEqual(["vault.sealRefused", code]);

    expect(await open(await storeCredential(ctx, vault.sealer(), posted as never))).toEqual({ pin: "1" });
  });

  test.each(lies.opening)("in $method by $effect opens nothing and is named", async ({ code, ...fault }) => {
    const id = await vault.store(investor(), { pin: "1" });
    const before = await stored();
    vault.kms.control.fault(fault);
    await expect(open(id)).rejects.toMatchObject({ code: outwardly(code) });
    expect(await stored()).toBe(before);
    expect(await lastEvent(id)).toEqual(["vault.openingRefused", code]);
    expect(await open(id)).toEqual({ pin: "1" });
  });

  test.each(lies.rewrapping)("in $method by $effect wraps no key anew", async ({ code, ...fault }) => {
    const id = await vault.store(investor(), { pin: "1" });
    await vault.rotateWrap();
    const before = await stored();
    vault.kms.control.fault(fault);
    const rewrapping = run(rewrapCredentialHandler(vault.opener()), id);
    await expect(rewrapping).rejects.toMatchObject({ code: outwardly(code) });
    expect(await stored()).toBe(before);
    expect(await lastEvent(id)).toEqual(["vault.openingRefused", code]);

    expect(await run(rewrapCredentialHandler(vault.opener()), id)).toEqual({ kind: "done" });
    expect(await lastEvent(id)).toEqual(["vault.keyRewrapped", undefined]);
    expect(await open(id)).toEqual({ pin: "1" });
  });

  test.each(lies.certifying)("in $method by $effect certifies nothing", async ({ code, ...fault }) => {
    const id = await vault.store(investor(), { pin: "1" });
    await deleteCredential(investor(), { credentialId: id });
    vault.kms.control.fault(fault);
    await expect(destroy(id)).rejects.toMatchObject({ code });
    const [row] = await people.superuser`select state from credentials where credential_id = ${id}`;
    expect(row?.state).toBe("destroying");
    expect(await deletionStatement(investor(), id)).toBeNull();

    await destroy(id);
    const [header, claims, signature] = ((await deletionStatement(investor(), id)) ?? "").split(".");
    const signer = firstVersion(vault.kms.names.receipt) as KeyVersionName;
    const { pem } = await vault.workerKms.publicKey(signer);
    const signed = Buffer.from(`${header}.${claims}`);
    expect(verify(null, signed, createPublicKey(pem), Buffer.from(signature ?? "", "base64url"))).toBe(true);
  });

  test.each(lies.publishing)("in $method by $effect publishes no key", async ({ code, ...fault }) => {
    vault.kms.control.fault(fault);
    const publishing = signTransportKey(await vault.connectAs(vault.kms.tokens.operator), {
      region: "eu-nl",
      key: vault.kms.names.credentialTransport as KeyName,
      kid: "1",
      signer: firstVersion(vault.kms.names.transportKey) as KeyVersionName,
      notBefore: new Date(),
      notAfter: new Date(Date.now() + 86_400_000),
    });
    await expect(publishing).rejects.toMatchObject({ code });
  });

  test.each(lies.sweeping)("in $method by $effect takes up no version", async ({ code, ...fault }) => {
    await vault.store(investor(), { pin: "1" });
    const jobs = () => people.superuser`select count(*)::int as n from graphile_worker.jobs`;
    const before = await jobs();
    vault.kms.control.fault(fault);
    const sweeping = runJob(rotateKeysHandler(vault.opener(), ["eu-nl"]), {}, people.workerBase(), stopping);
    await expect(sweeping).rejects.toMatchObject({ code });
    expect(await jobs()).toEqual(before);
  });

  test("and wraps another key than web's, which web cannot see, is found at the first opening", async () => {
    vault.kms.control.fault({ method: "Encrypt", effect: "wrongPlaintext" });
    const id = await vault.store(investor(), { pin: "1" });
    await expect(open(id)).rejects.toMatchObject({ code: "vault.unopenable" });
    expect(await lastEvent(id)).toEqual(["vault.openingRefused", "wrongCommitment"]);
  });
});

describe.each(["unavailable", "resourceExhausted"] as const)("a KMS that says %s", (effect) => {
  test("stores nothing, is soon left alone, and everything works again by itself once it is back", async () => {
    const [sealer, opener] = await Promise.all([
      vault.connectAs(vault.kms.tokens.web),
      vault.connectAs(vault.kms.tokens.worker),
    ]);
    const waiting = await vault.store(investor(), { pin: "before" });
    const posts = await Promise.all(
      Array.from({ length: 20 }, async (_, at) => {
        const ctx = investor();
        return { ctx, posted: await vault.seal(ctx, { pin: String(at) }) };
      }),
    );
    const store = ({ ctx, posted }: (typeof posts)[number]) =>
      storeCredential(ctx, { ...vault.sealer(), kms: sealer }, posted as never);
    const openOne = () =>
      openCredential(people.job(north.tenantId), vault.opener({ kms: opener }), waiting, "refresh");

    const before = await stored();
    vault.kms.control.fault({ effect, times: 1_000_000 });
    vault.kms.control.clearCalls();
    for (const post of posts) await expect(store(post)).rejects.toMatchObject({ code: "vault.unavailable" });
    await expect(openOne()).rejects.toMatchObject({ code: "vault.unavailable" });
    expect(await stored()).toBe(before);
    // Four failures in a row open the breaker, of two attempts each; the sixteen others ask nothing.
    expect(vault.kms.control.count({ caller: "web" })).toBeLessThan(20);
    expect(await listCredentials(investor())).not.toEqual([]);

    vault.kms.control.clearFaults();
    const isBack = () => openOne().then((fields) => fields.reveal());
    await expect.poll(() => isBack().catch(() => null), { timeout: 5_000 }).toEqual({ pin: "before" });
    const ids: CredentialId[] = [];
    for (const post of posts)
      await expect
        .poll(() =>
          store(post).then(
            (id) => ids.push(id),
            () => 0,
          ),
        )
        .toBeGreaterThan(0);
    expect(await Promise.all(ids.map(open))).toEqual(posts.map((_, at) => ({ pin: String(at) })));
    expect(await Promise.all(posts.map(store))).toEqual(ids);
    await Promise.all([sealer.close(), opener.close()]);
  });
});

test("a KMS that does not answer holds nobody longer than the deadline of its attempts", async () => {
  const [attempts, deadlineMs, backOffMs] = [2, 400, 1_500];
  const kms = await vault.connectAs(vault.kms.tokens.web, { attempts, deadlineMs });
  const posted = await vault.seal(investor(), { pin: "1" });
  const before = await stored();
  vault.kms.control.fault({ method: "Encrypt", effect: "delayMs", delayMs: 60_000, times: attempts });
  const since = performance.now();
  const attempt = storeCredential(investor(), { ...vault.sealer(), kms }, posted as never);
  await expect(attempt).rejects.toMatchObject({ code: "vault.unavailable" });
  expect(performance.now() - since).toBeLessThan(attempts * deadlineMs + backOffMs);
  expect(await stored()).toBe(before);
  await kms.close();
});
