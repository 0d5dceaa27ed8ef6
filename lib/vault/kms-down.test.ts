import { afterAll, beforeAll, expect, test } from "vitest";
import type { CredentialId } from "#lib/kernel/id.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { deletionStatement } from "#scripts/testing/deletion-receipt.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { startQueue, type TestQueue } from "#scripts/testing/queue.ts";
import { testVault } from "#scripts/testing/vault.ts";
import { deleteCredential } from "./delete-credential.ts";
import { destroyCredentialHandler } from "./destroy-credential.job.ts";
import { rotateKeys } from "./jobs.ts";
import { openCredential } from "./open-credential.ts";
import { listCredentials } from "./read-credentials.ts";
import { recogniseCredentialHandler } from "./recognise-credential.job.ts";
import { rewrapCredentialHandler } from "./rewrap-credential.job.ts";
import { rewrapLikenessHandler } from "./rewrap-likeness-key.job.ts";
import { rotateKeysHandler } from "./rotate-keys.job.ts";
import { storeCredential } from "./store-credential.ts";

const database = testDatabase();
const people = testPeople(database);
const vault = testVault(database);
const { north } = people;
const investor = () => people.as(north.investor);
const canary = "canary-while-the-kms-is-away";

let queue: TestQueue;
beforeAll(async () => {
  // Nothing is put off: everything happens at once.
  await people.superuser`update job_kinds set begins_after = '0'`;
  const opener = vault.opener();
  queue = await startQueue(database, people.workerBase(), [
    destroyCredentialHandler(opener),
    recogniseCredentialHandler(opener),
    rewrapCredentialHandler(opener),
    rewrapLikenessHandler(opener),
    rotateKeysHandler(opener, ["eu-nl"]),
  ]);
});
afterAll(() => queue.stop());

/** What is in the tables of both databases, the queue's included, as text and as the text of its bytes. */
async function everywhere(): Promise<string> {
  const found: string[] = [];
  for (const kind of ["data", "keys"] as const) {
    const sql = database.connect(kind, "postgres");
    const tables = await sql<{ name: string }[]>`select table_schema || '.' || table_name as name
      from information_schema.tables where table_type = 'BASE TABLE'
        and table_schema in ('public', 'graphile_worker')`;
    for (const { name } of tables) {
      const rows = await sql.unsafe(`select * from ${name}`);
      for (const value of rows.flatMap((row) => Object.values(row))) {
        found.push(Buffer.isBuffer(value) ? value.toString("latin1") : (JSON.stringify(value) ?? ""));
      }
    }
  }
  return found.join("\n");
}

test("a KMS that goes away holds work up and loses none: everything goes on by itself when it is back", async () => {
  const ids = await Promise.all(
    [1, 2, 3].map((at) => vault.store(investor(), { userId: "same", pin: `${canary} ${at}` })),
  );
  const posted = await vault.seal(investor(), { userId: "later", pin: canary });
  const [first, second] = ids as [CredentialId, CredentialId, CredentialId];
  await expect
    .poll(() => queue.done.filter((job) => job.includes("recognise")).length, { timeout: 20_000 })
    .toBe(3);
  await vault.rotateWrap();
  await vault.kms.stop();

  // One deletion, one re-wrap of everything, one new credential and one opening, while nothing answers.
  await deleteCredential(investor(), { credentialId: first });
  await people.superuser`select graphile_worker.add_job(${rotateKeys.name}, '{}', job_key => 'rotate')`;
  const storing = storeCredential(investor(), vault.sealer(), posted as never);
  await expect(storing).rejects.toMatchObject({ code: "vault.unavailable" });
  const opening = openCredential(people.job(north.tenantId), vault.opener(), second, "refresh");
  await expect(opening).rejects.toMatchObject({ code: "vault.unavailable" });
  await expect.poll(() => new Set(queue.failures.map(({ job }) => job)).size, { timeout: 20_000 }).toBe(2);
  expect((await listCredentials(investor())).find(({ id }) => id === first)?.state).toBe("destroying");
  expect(await deletionStatement(investor(), first)).toBeNull();
  expect(await everywhere()).not.toContain(canary);

  await vault.kms.startAgain();
  const isDone = async () => {
    const states = await people.superuser`select state from credentials where credential_id = ${first}`;
    const wrap = `${vault.kms.names.credentialWrap}/cryptoKeyVersions/2`;
    const old = await database.connect("keys", "postgres")`
      select 1 from wrapped_keys where kms_version <> ${wrap}`;
    return states[0]?.state === "destroyed" && old.length === 0;
  };
  await expect.poll(isDone, { timeout: 60_000, interval: 500 }).toBe(true);
  expect(await deletionStatement(investor(), first)).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);

  const later = await storeCredential(investor(), vault.sealer(), posted as never);
  const fields = await openCredential(people.job(north.tenantId), vault.opener(), later, "refresh");
  expect(fields.reveal()).toEqual({ userId: "later", pin: canary });
  expect(new Set(queue.failures.map(({ code }) => code))).toEqual(new Set(["unavailable"]));
  expect(await everywhere()).not.toContain(canary);
}, 120_000);

test("the search for what must be nowhere finds it where it is", async () => {
  await people.superuser`update people set name = ${canary} where person_id = ${north.advisor.personId}`;
  expect(await everywhere()).toContain(canary);
});
