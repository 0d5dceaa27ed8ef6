import { describe, expect, test } from "vitest";
import { runJob } from "#lib/jobs/run-job.ts";
import { type CredentialId, newId } from "#lib/kernel/id.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { testVault } from "#scripts/testing/vault.ts";
import { openCredential } from "./open-credential.ts";
import { readKeyRotations } from "./read-key-rotation.ts";
import { rewrapCredentialHandler } from "./rewrap-credential.job.ts";
import { rotateKeysHandler } from "./rotate-keys.job.ts";
import type { Opener } from "./sealer.ts";

const database = testDatabase();
const people = testPeople(database);
const vault = testVault(database);
const { north } = people;
const stopping = new AbortController().signal;
const investor = () => people.as(north.investor);

const run = (handler: ReturnType<typeof rotateKeysHandler>, payload: object) =>
  runJob(handler, payload, people.workerBase(), stopping);
const rotate = (more: Partial<Opener> = {}) => run(rotateKeysHandler(vault.opener(more), ["eu-nl"]), {});
const rewrap = (credentialId: CredentialId) =>
  run(rewrapCredentialHandler(vault.opener()), { tenantId: north.tenantId, credentialId, version: 1 });
const open = (id: CredentialId) =>
  openCredential(people.job(north.tenantId), vault.opener(), id, "refresh").then((fields) => fields.reveal());

const rotationOf = async (key: string, version: number) => {
  const keyVersion = `${key}/cryptoKeyVersions/${version}`;
  const rows = await readKeyRotations(people.as(north.compliance));
  return rows.find((row) => row.keyVersion === keyVersion) ?? null;
};
const told = async (type: string, keyVersion: string) => {
  const rows = await people.superuser`select 1 from audit_events where type = ${type}
    and subject_id = ${keyVersion} and tenant_id = 'ten_00000000-0000-0000-0000-000000000000'`;
  return rows.length;
};

describe("a new version of Lock B's key", () => {
  test("is moved to step by step, and the console can tell how far that is", async () => {
    const wrap = vault.kms.names.credentialWrap;
    const ids = await Promise.all(Array.from({ length: 3 }, () => vault.store(investor(), { pin: "1" })));
    await rotate();
    expect(await rotationOf(wrap, 1)).toBeNull();

    await vault.rotateWrap();
    await rotate();
    const keyVersion = `${wrap}/cryptoKeyVersions/2`;
    expect(await rotationOf(wrap, 2)).toEqual({
      keyVersion,
      purpose: "wrap",
      begunAt: expect.any(String),
      finishedAt: null,
      total: 3,
      remaining: 3,
      countedAt: expect.any(String),
    });
    const jobs = await people.superuser`select 1 from graphile_worker.jobs
      where task_identifier = 'vault.rewrap_credential'`;
    expect(jobs).toHaveLength(3);

    await rewrap(ids[0] as CredentialId);
    await rotate();
    expect(await rotationOf(wrap, 2)).toMatchObject({ remaining: 2, total: 3, finishedAt: null });
    for (const id of ids) await rewrap(id);
    await rotate();
    const finished = await rotationOf(wrap, 2);
    expect(finished).toMatchObject({ remaining: 0, total: 3, finishedAt: expect.any(String) });
    await rotate();
    expect((await rotationOf(wrap, 2))?.finishedAt).toBe(finished?.finishedAt);
    expect(await told("vault.rotationBegun", keyVersion)).toBe(1);
    expect(await told("vault.rotationFinished", keyVersion)).toBe(1);
    expect(await open(ids[0] as CredentialId)).toEqual({ pin: "1" });
  });

  test("is moved to again for what the old one wrapped after all: a rotation that goes on is not finished", async () => {
    const wrap = vault.kms.names.credentialWrap;
    const id = await vault.store(investor(), { pin: "1" });
    await rotate();
    const keys = database.connect("keys", "postgres");
    await keys`update wrapped_keys set kms_version = ${`${wrap}/cryptoKeyVersions/1`} where credential_id = ${id}`;
    await rotate();
    expect(await rotationOf(wrap, 2)).toMatchObject({ remaining: 1, finishedAt: null });
    await keys`update wrapped_keys set kms_version = ${`${wrap}/cryptoKeyVersions/2`} where credential_id = ${id}`;
    await rotate();
    expect(await rotationOf(wrap, 2)).toMatchObject({ remaining: 0, finishedAt: expect.any(String) });
  });

  test("is counted by two workers at once as by one", async () => {
    await vault.store(investor(), { pin: "1" });
    await vault.rotateWrap();
    await Promise.all([rotate(), rotate(), rotate()]);
    const keyVersion = `${vault.kms.names.credentialWrap}/cryptoKeyVersions/3`;
    expect(await told("vault.rotationBegun", keyVersion)).toBe(1);
  });

  test("takes over what the move to the one before had left", async () => {
    await vault.rotateWrap();
    await rotate();
    const wrap = vault.kms.names.credentialWrap;
    expect(await rotationOf(wrap, 3)).toBeNull();
    expect((await rotationOf(wrap, 4))?.remaining).toBeGreaterThan(0);
    expect((await rotationOf(wrap, 2))?.finishedAt).not.toBeNull();
  });
});

describe("a new version of Lock A's key", () => {
  test("retires the old one when nothing names it: no ciphertext, and no page that may still be used", async () => {
    const transport = vault.kms.names.credentialTransport;
    const id = await vault.store(investor(), { pin: "1" });
    const page = await vault.seal(investor(), { pin: "2" });
    const kid = await vault.rotateTransport();
    const lines: string[] = [];
    const warn: Opener["warn"] = (event, facts) => lines.push(`${event} ${facts.keyVersion}`);
    const isRetired = async () => {
      const rows =
        await people.superuser`select retired_at is not null as yes from transport_keys where kid = '1'`;
      return rows[0]?.yes;
    };

    await rotate({ warn });
    expect((await rotationOf(transport, Number(kid)))?.finishedAt).toBeNull();
    const sealed = await people.superuser`select credential_id from credential_versions`;
    for (const { credential_id } of sealed) await open(credential_id);
    await rotate({ warn });
    expect(await rotationOf(transport, Number(kid))).toMatchObject({ remaining: 0, purpose: "transport" });
    expect(await isRetired()).toBe(false);

    const setExpiry = (age: string) =>
      people.superuser`update sealings set expires_at = now() - ${age}::interval where sealing_id = ${page.sealingId}`;
    await setExpiry("59 minutes");
    await rotate({ warn });
    expect(await isRetired()).toBe(false);
    await setExpiry("61 minutes");
    await rotate({ warn });
    expect(await isRetired()).toBe(true);
    await rotate({ warn });

    const old = `${transport}/cryptoKeyVersions/1`;
    expect(lines).toEqual([`vault.transport_key_retired ${old}`]);
    expect(await told("vault.transportKeyRetired", old)).toBe(1);
    // The administrator may do now what the inventory says: everything still opens without the old version.
    await vault.administer("lockA", (admin) =>
      admin.updateCryptoKeyVersion({
        cryptoKeyVersion: { name: old, state: "DISABLED" },
        updateMask: { paths: ["state"] },
      }),
    );
    expect(await open(id)).toEqual({ pin: "1" });
  });
});

test("nobody but the worker rotates, and nobody of an investor's or advisor's role sees how far it is", async () => {
  const handler = rotateKeysHandler(vault.opener(), ["eu-nl"]);
  for (const ctx of [people.job(north.tenantId), people.as(north.admin)]) {
    await expect(handler.run(ctx, {}, stopping)).rejects.toMatchObject({ code: "auth.forbidden" });
  }
  for (const role of ["investor", "advisor"] as const) {
    await expect(readKeyRotations(people.as(north[role]))).rejects.toMatchObject({ code: "auth.forbidden" });
  }
  await expect(readKeyRotations(people.client(newId("ten")))).rejects.toMatchObject({
    code: "auth.forbidden",
  });
});
