import { createPublicKey, verify } from "node:crypto";
import { afterAll, describe, expect, test } from "vitest";
import { closeDatabase, type Database, openDatabase } from "#lib/db/database.ts";
import { runJob } from "#lib/jobs/run-job.ts";
import type { CredentialId } from "#lib/kernel/id.ts";
import type { KeyVersionName } from "#lib/kernel/key-name.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { firstVersion } from "#sandbox/kms/demo-layout.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { deletionStatement } from "#scripts/testing/deletion-receipt.ts";
import { ownCluster } from "#scripts/testing/own-cluster.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { testVault } from "#scripts/testing/vault.ts";
import { deleteCredential } from "./delete-credential.ts";
import { destroyCredentialHandler } from "./destroy-credential.job.ts";
import { openCredential } from "./open-credential.ts";

const cluster = ownCluster(testDatabase());
const people = testPeople(cluster.database);
const vault = testVault(cluster.database);
const investor = () => people.as(people.north.investor);
const keys = () => cluster.database.connect("keys", "postgres");

const opened: Database[] = [];
afterAll(() => Promise.all(opened.map(closeDatabase)));

/** The worker on a data database that was restored, with the key database and the KMS as they are at present. */
async function workerOn(backup: Awaited<ReturnType<typeof cluster.backUp>>) {
  const url = new Secret((await cluster.restore(backup))("licet_worker"));
  const db = openDatabase({ url, ca: cluster.database.ca }, { size: 2, name: "restored" });
  opened.push(db);
  return async (id: CredentialId) => {
    const ctx = { ...people.job(people.north.tenantId), db };
    return (await openCredential(ctx, vault.opener(), id, "refresh")).reveal();
  };
}

async function destroy(credentialId: CredentialId): Promise<void> {
  await deleteCredential(investor(), { credentialId });
  const payload = { tenantId: people.north.tenantId, credentialId };
  const handler = destroyCredentialHandler(vault.opener());
  await runJob(handler, payload, people.workerBase(), new AbortController().signal);
}

describe("a physical backup of the data database, taken before a deletion", () => {
  test("opens the credential until it is deleted, and never after, whatever was restored", async () => {
    const [deleted, kept] = [
      await vault.store(investor(), { pin: "deleted" }),
      await vault.store(investor(), { pin: "kept" }),
    ];
    const [wrapped] = await keys()`select * from wrapped_keys where credential_id = ${deleted}`;
    const backup = await cluster.backUp();

    const before = await workerOn(backup);
    expect(await before(deleted)).toEqual({ pin: "deleted" });

    await destroy(deleted);
    const certificate = await deletionStatement(investor(), deleted);
    const [header, claims, signature] = certificate?.split(".") ?? [];
    const { pem } = await vault.webKms.publicKey(firstVersion(vault.kms.names.receipt) as KeyVersionName);
    const signed = Buffer.from(`${header}.${claims}`);
    expect(verify(null, signed, createPublicKey(pem), Buffer.from(signature ?? "", "base64url"))).toBe(true);

    const after = await workerOn(backup);
    for (const open of [after, before]) {
      await expect(open(deleted)).rejects.toMatchObject({
        code: "vault.unopenable",
        cause: { code: "keyMissing" },
      });
      expect(await open(kept)).toEqual({ pin: "kept" });
    }

    // What the certificate's date is for: until then a backup of the other database could bring the key back.
    await keys()`insert into wrapped_keys ${keys()(wrapped as never)}`;
    expect(await after(deleted)).toEqual({ pin: "deleted" });
  }, 60_000);
});
