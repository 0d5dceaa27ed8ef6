import { generateKeyPairSync } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { runJob } from "#lib/jobs/run-job.ts";
import type { CredentialId } from "#lib/kernel/id.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { claimsOf, deletionStatement } from "#scripts/testing/deletion-receipt.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { testVault } from "#scripts/testing/vault.ts";
import { deleteCredential } from "./delete-credential.ts";
import { destroyCredentialHandler } from "./destroy-credential.job.ts";
import { openCredential } from "./open-credential.ts";
import { rewrapCredentialHandler } from "./rewrap-credential.job.ts";
import type { Opener } from "./sealer.ts";
import { storeCredential } from "./store-credential.ts";

const database = testDatabase();
const people = testPeople(database);
const vault = testVault(database);
const { north } = people;
const stopping = new AbortController().signal;
const keys = () => database.connect("keys", "postgres");
const investor = () => people.as(north.investor);

const open = async (id: CredentialId, more: Partial<Opener> = {}) =>
  (await openCredential(people.job(north.tenantId), vault.opener(more), id, "refresh")).reveal();
const types = async (id: CredentialId) => (await people.events(id)).map(({ type }) => type);
const versionsOf = async (id: CredentialId) => {
  const [data, wrapped] = await Promise.all([
    people.superuser`select version, transport_kid from credential_versions where credential_id = ${id}`,
    keys()`select version from wrapped_keys where credential_id = ${id} order by version`,
  ]);
  const [row] = await people.superuser`select version from credentials where credential_id = ${id}`;
  return {
    present: row?.version,
    sealed: data.map(({ version, transport_kid }) => [version, transport_kid]),
    wrapped: wrapped.map(({ version }) => version),
  };
};

const fields = { userId: "ü-1", pin: "p".repeat(70) };
const old: CredentialId[] = [];
let page: { sealingId: string; sealed: string };
let kid = "";

beforeAll(async () => {
  for (let at = 0; at < 14; at++) old.push(await vault.store(investor(), fields));
  page = await vault.seal(investor(), fields);
  kid = await vault.rotateTransport();
}, 60_000);
const next = () => old.pop() as CredentialId;

describe("a credential that was sealed to an older transport key", () => {
  test("is sealed anew at its next opening, as another version, and the old one is destroyed", async () => {
    const id = next();
    expect(await open(id)).toEqual(fields);
    expect(await versionsOf(id)).toEqual({ present: 2, sealed: [[2, kid]], wrapped: [2] });
    expect(await types(id)).toEqual([
      "vault.credentialSealed",
      "vault.credentialOpened",
      "vault.credentialResealed",
    ]);
    expect((await people.events(id)).at(-1)?.facts).toEqual({
      credentialId: id,
      version: 2,
      previousVersion: 1,
      transportKid: kid,
    });
    expect(await open(id)).toEqual(fields);
    expect(await versionsOf(id)).toEqual({ present: 2, sealed: [[2, kid]], wrapped: [2] });
  });

  test("does not open when its row is rolled back to the version before", async () => {
    const id = next();
    const [before] = await people.superuser`select * from credential_versions where credential_id = ${id}`;
    await open(id);
    await people.superuser`delete from credential_versions where credential_id = ${id}`;
    await people.superuser`insert into credential_versions ${people.superuser(before as never)}`;
    await people.superuser`update credentials set version = 1 where credential_id = ${id}`;
    await expect(open(id)).rejects.toMatchObject({ code: "vault.unopenable" });
    expect((await people.events(id)).at(-1)?.facts.code).toBe("keyMissing");
  });

  test("opens for everybody who reads it at the same time, and is sealed anew once", async () => {
    const id = next();
    const readers = await Promise.all(Array.from({ length: 12 }, () => open(id)));
    expect(readers).toEqual(Array(12).fill(fields));
    const { present, sealed } = await versionsOf(id);
    expect(sealed).toEqual([[present, kid]]);
    expect((await types(id)).filter((type) => type === "vault.credentialResealed")).toHaveLength(1);
    expect(await open(id)).toEqual(fields);
  });

  test("opens for whoever read it just before it was replaced", async () => {
    const id = next();
    const opener = vault.opener();
    let isFirst = true;
    const slow: Partial<Opener> = {
      kms: {
        ...opener.kms,
        asymmetricDecrypt: async (...args: Parameters<typeof opener.kms.asymmetricDecrypt>) => {
          const contentKey = await opener.kms.asymmetricDecrypt(...args);
          if (isFirst) {
            isFirst = false;
            await open(id);
          }
          return contentKey;
        },
      },
    };
    expect(await open(id, slow)).toEqual(fields);
    expect((await versionsOf(id)).present).toBe(2);
    expect(await types(id)).not.toContain("vault.openingRefused");
  });

  test("is not brought back by a re-wrap of the version before", async () => {
    const id = next();
    await open(id);
    const payload = { tenantId: north.tenantId, credentialId: id, version: 1 };
    const outcome = await runJob(
      rewrapCredentialHandler(vault.opener()),
      payload,
      people.workerBase(),
      stopping,
    );
    expect(outcome).toEqual({ kind: "refused", reason: "superseded" });
    expect((await versionsOf(id)).wrapped).toEqual([2]);
  });

  test("stays as it is, and is told of, where it cannot be sealed anew", async () => {
    const id = next();
    const lines: unknown[] = [];
    const opener = vault.opener();
    const attempt = (kms: Partial<Opener["kms"]>) =>
      open(id, {
        kms: { ...opener.kms, ...kms },
        warn: (event, facts) => lines.push([event, facts.code]),
      });
    const flip = async (...args: Parameters<typeof opener.kms.encrypt>) => {
      const wrapped = await opener.kms.encrypt(...args);
      wrapped.ciphertext[20] = (wrapped.ciphertext[20] ?? 0) ^ 1;
      return wrapped;
    };
    expect(await attempt({ encrypt: flip })).toEqual(fields);
    expect(lines).toEqual([["vault.reseal_failed", "refused"]]);
    expect((await people.events(id)).at(-1)).toMatchObject({
      type: "vault.resealRefused",
      facts: { code: "refused" },
    });
    expect((await versionsOf(id)).sealed).toEqual([[1, "1"]]);

    expect(await open(id)).toEqual(fields);
    // The number of the key that came to nothing is not used again.
    expect(await versionsOf(id)).toEqual({ present: 3, sealed: [[3, kid]], wrapped: [3] });
  });

  test("is sealed to no key that the operator has not signed, nor back to an older one", async () => {
    const id = next();
    const foreign = generateKeyPairSync("ed25519").publicKey.export({ type: "spki", format: "pem" });
    expect(await open(id, { operatorKey: async () => foreign.toString() })).toEqual(fields);
    expect((await people.events(id)).at(-1)).toMatchObject({
      type: "vault.resealRefused",
      facts: { code: "notAuthentic" },
    });
    // A signed statement of the first version under a number that is newer than all.
    const [first] = await people.superuser`select statement from transport_keys where kid = '1'`;
    await people.superuser`insert into transport_keys (region, kid, statement) values ('eu-nl', '99', ${first?.statement})`;
    expect(await open(id)).toEqual(fields);
    expect((await people.events(id)).at(-1)?.facts.code).toBe("wrongContext");
    await people.superuser`delete from transport_keys where kid = '99'`;
    expect((await versionsOf(id)).sealed).toEqual([[1, "1"]]);

    await open(id);
    await people.superuser`update transport_keys set retired_at = now() where kid = ${kid}`;
    await open(id);
    await people.superuser`update transport_keys set retired_at = null where kid = ${kid}`;
    expect((await versionsOf(id)).sealed).toEqual([[2, kid]]);
  });

  test("is destroyed whole when its deletion comes in between", async () => {
    const id = next();
    const opener = vault.opener();
    const payload = { tenantId: north.tenantId, credentialId: id };
    const destroy = () =>
      runJob(destroyCredentialHandler(vault.opener()), payload, people.workerBase(), stopping);
    const slow: Partial<Opener> = {
      kms: {
        ...opener.kms,
        encrypt: async (...args: Parameters<typeof opener.kms.encrypt>) => {
          await deleteCredential(investor(), { credentialId: id });
          await destroy();
          return opener.kms.encrypt(...args);
        },
      },
    };
    expect(await open(id, slow)).toEqual(fields);
    const [row] = await people.superuser`select state from credentials where credential_id = ${id}`;
    expect(row?.state).toBe("destroyed");
    expect((await versionsOf(id)).sealed).toEqual([]);
    await expect(open(id)).rejects.toMatchObject({ code: "vault.unopenable" });
  });

  test("has all of its keys in the receipt of its deletion", async () => {
    const id = next();
    await open(id);
    await deleteCredential(investor(), { credentialId: id });
    const payload = { tenantId: north.tenantId, credentialId: id };
    await runJob(destroyCredentialHandler(vault.opener()), payload, people.workerBase(), stopping);
    const { deletion } = claimsOf(await deletionStatement(investor(), id));
    const kmsKeyVersion = `${vault.kms.names.credentialWrap}/cryptoKeyVersions/1`;
    expect(deletion?.wrappedKeysDestroyed).toEqual([
      { version: 1, kmsKeyVersion },
      { version: 2, kmsKeyVersion },
    ]);
  });
});

describe("a page that was opened before a new key was published", () => {
  test("still hands in what it sealed, which is sealed anew at its first opening", async () => {
    const id = await storeCredential(investor(), vault.sealer(), page as never);
    expect((await versionsOf(id)).sealed).toEqual([[1, "1"]]);
    expect(await open(id)).toEqual(fields);
    expect((await versionsOf(id)).sealed).toEqual([[2, kid]]);
  });

  test("hands in nothing once its key was taken back", async () => {
    const late = await vault.seal(investor(), fields);
    await people.superuser`update transport_keys set retired_at = now() where kid = ${kid}`;
    const attempt = storeCredential(investor(), vault.sealer(), late as never);
    await expect(attempt).rejects.toMatchObject({ code: "vault.sealed_rejected" });
    await people.superuser`update transport_keys set retired_at = null where kid = ${kid}`;
  });
});
