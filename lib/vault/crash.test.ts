import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runJob } from "#lib/jobs/run-job.ts";
import { type CredentialId, newId } from "#lib/kernel/id.ts";
import { firstVersion } from "#sandbox/kms/demo-layout.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { claimsOf } from "#scripts/testing/deletion-receipt.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { testVault } from "#scripts/testing/vault.ts";
import type { CrashPlan } from "#scripts/testing/vault-crash.ts";
import { deleteCredential } from "./delete-credential.ts";
import { destroyCredentialHandler } from "./destroy-credential.job.ts";
import { openCredential } from "./open-credential.ts";
import { sweepVaultHandler } from "./sweep.job.ts";

const database = testDatabase();
const people = testPeople(database);
const vault = testVault(database);
const { north } = people;
const stopping = new AbortController().signal;

const program = fileURLToPath(new URL("../../scripts/testing/vault-crash.ts", import.meta.url));
const load = (): ChildProcess =>
  spawn(process.execPath, [program], { stdio: ["pipe", "inherit", "inherit"] });

/** Loads while the one before it runs, which takes far less time than the loading. */
let next: ChildProcess;
beforeAll(() => {
  next = load();
});
afterAll(() => {
  next.kill("SIGKILL");
});

/** Runs the act in a process of its own that kills itself at a step; `true` if it lived to the end. */
async function survives(act: CrashPlan["act"], dieAt: number, input: CrashPlan["input"]): Promise<boolean> {
  const login = act === "store" ? "licet_web" : "licet_worker";
  const { tenantId, personId } = north.investor;
  const plan: CrashPlan = {
    act,
    dieAt,
    input,
    caFile: database.caFile,
    dataUrl: database.url("data", login),
    keysUrl: database.url("keys", login),
    kms: {
      port: vault.kms.port,
      ca: vault.kms.ca,
      token: vault.kms.tokens[act === "store" ? "web" : "worker"],
    },
    transport: vault.kms.names.credentialTransport,
    wrap: vault.kms.names.credentialWrap,
    receiptSigner: firstVersion(vault.kms.names.receipt),
    operatorKey: vault.signerPem,
    person: { type: "investor", tenantId, personId, sessionId: newId("ses") },
  };
  const child = next;
  child.stdin?.end(JSON.stringify(plan));
  next = load();
  const [code, signal] = await once(child, "exit");
  if (code !== 0 && signal !== "SIGKILL") throw new Error(`the process ended with ${code ?? signal}`);
  return code === 0;
}

const keysOf = (id: string) =>
  database.connect("keys", "postgres")`select version from wrapped_keys where credential_id = ${id}`;
const sweep = async () => {
  await database.connect("keys", "postgres")`update wrapped_keys set created_at = now() - interval '2 hours'`;
  await runJob(sweepVaultHandler(vault.opener()), {}, people.workerBase(), stopping);
};

describe("a process killed at every step", () => {
  test("of storing leaves a credential that opens or none at all, and no key to nothing once swept", async () => {
    let dieAt = 0;
    let lived = false;
    while (!lived) {
      dieAt += 1;
      const before = new Set(
        (await people.superuser`select credential_id from credentials`).map((row) => row.credential_id),
      );
      const input = await vault.seal(people.as(north.investor), { pin: `step ${dieAt}` });
      lived = await survives("store", dieAt, input as never);
      const rows = await people.superuser`select credential_id from credentials`;
      const made = rows.map((row) => row.credential_id as CredentialId).filter((id) => !before.has(id));
      expect(made.length).toBeLessThanOrEqual(1);
      for (const id of made) {
        const fields = await openCredential(people.job(north.tenantId), vault.opener(), id, "link");
        expect(fields.reveal()).toEqual({ pin: `step ${dieAt}` });
      }
    }
    expect(dieAt).toBeGreaterThan(4);
    await sweep();
    const orphans = await database.connect("keys", "postgres")<
      { credential_id: string }[]
    >`select credential_id from wrapped_keys`;
    const whole = new Set(
      (await people.superuser`select credential_id from credentials`).map((row) => row.credential_id),
    );
    expect(orphans.filter(({ credential_id }) => !whole.has(credential_id))).toEqual([]);
  }, 60_000);

  test("of sealing anew loses nothing, and leaves one key and one ciphertext once swept", async () => {
    const credentialId = await vault.store(people.as(north.investor), { pin: "kept" });
    const stores = await Promise.all(
      Array.from({ length: 20 }, () => vault.store(people.as(north.investor), { pin: "kept" })),
    );
    const kid = await vault.rotateTransport();
    let dieAt = 0;
    let lived = false;
    while (!lived) {
      const id = stores[dieAt] ?? credentialId;
      dieAt += 1;
      lived = await survives("open", dieAt, { credentialId: id });
      const fields = await openCredential(people.job(north.tenantId), vault.opener(), id, "refresh");
      expect(fields.reveal(), `after step ${dieAt}`).toEqual({ pin: "kept" });
      await sweep();
      const versions = await people.superuser`select v.version, transport_kid from credential_versions v
        join credentials c using (tenant_id, credential_id, version) where credential_id = ${id}`;
      expect(versions.map(({ transport_kid }) => transport_kid)).toEqual([kid]);
      const left =
        await people.superuser`select version from credential_versions where credential_id = ${id}`;
      expect(left).toEqual([{ version: versions[0]?.version }]);
      expect(await keysOf(id)).toEqual([{ version: versions[0]?.version }]);
      const again = await openCredential(people.job(north.tenantId), vault.opener(), id, "refresh");
      expect(again.reveal()).toEqual({ pin: "kept" });
    }
    expect(dieAt).toBeGreaterThan(12);
  }, 120_000);

  test("of destroying never lets it open again, and is finished by the next run", async () => {
    let dieAt = 0;
    let lived = false;
    while (!lived) {
      dieAt += 1;
      const credentialId = await vault.store(people.as(north.investor), { pin: "1" });
      await deleteCredential(people.as(north.investor), { credentialId });
      lived = await survives("destroy", dieAt, { credentialId });
      const opening = openCredential(people.job(north.tenantId), vault.opener(), credentialId, "refresh");
      await expect(opening).rejects.toMatchObject({ code: "vault.unopenable" });
      const payload = { tenantId: north.tenantId, credentialId };
      await runJob(destroyCredentialHandler(vault.opener()), payload, people.workerBase(), stopping);
      const [row] =
        await people.superuser`select state from credentials where credential_id = ${credentialId}`;
      expect(row?.state).toBe("destroyed");
      expect(await keysOf(credentialId)).toHaveLength(0);
      const receipts =
        await people.superuser`select statement from receipts where subject_id = ${credentialId}`;
      expect(receipts).toHaveLength(1);
      const kmsKeyVersion = firstVersion(vault.kms.names.credentialWrap);
      expect(claimsOf(receipts[0]?.statement).deletion?.wrappedKeysDestroyed).toEqual([
        { version: 1, kmsKeyVersion },
      ]);
    }
    expect(dieAt).toBeGreaterThan(3);
  }, 60_000);
});
