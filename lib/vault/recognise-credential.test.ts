import { describe, expect, test } from "vitest";
import { runJob } from "#lib/jobs/run-job.ts";
import type { CredentialId } from "#lib/kernel/id.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { type TestPerson, testPeople } from "#scripts/testing/people.ts";
import { testVault } from "#scripts/testing/vault.ts";
import { deleteCredential } from "./delete-credential.ts";
import { listCredentials } from "./read-credentials.ts";
import { recogniseCredentialHandler } from "./recognise-credential.job.ts";
import { rewrapLikenessHandler } from "./rewrap-likeness-key.job.ts";
import type { Opener } from "./sealer.ts";

const database = testDatabase();
const people = testPeople(database);
const vault = testVault(database);
const { north, south } = people;
const stopping = new AbortController().signal;
const keys = () => database.connect("keys", "postgres");

const recognise = (credentialId: CredentialId, tenantId = north.tenantId, more: Partial<Opener> = {}) =>
  runJob(
    recogniseCredentialHandler(vault.opener(more)),
    { tenantId, credentialId },
    people.workerBase(),
    stopping,
  );

/** Stored and recognised, as the worker does it. */
async function keep(person: TestPerson, userId: string, pin = "1"): Promise<CredentialId> {
  const id = await vault.store(people.as(person), { userId, pin });
  await recognise(id, person.tenantId);
  return id;
}
const duplicateOf = async (id: CredentialId, person: TestPerson) =>
  (await listCredentials(people.as(person))).find((credential) => credential.id === id)?.duplicateOf;
const likenessesOf = async (ids: readonly CredentialId[]) => {
  const rows = await people.superuser<{ likeness: Buffer | null }[]>`
    select likeness from credentials where credential_id in ${people.superuser([...ids])} order by created_at`;
  return rows.map(({ likeness }) => likeness?.toString("hex") ?? null);
};

describe("a credential for an access that is kept already", () => {
  test("is told to its owner and to compliance, with the earlier one's identifier, and to nobody else", async () => {
    const person = await people.add("investor");
    const first = await keep(person, "u-1");
    const second = await keep(person, " u-1 ", "another pin");
    const other = await keep(person, "u-2");
    for (const reader of [person, north.compliance]) {
      expect(await duplicateOf(first, reader)).toBeNull();
      expect(await duplicateOf(second, reader)).toBe(first);
      expect(await duplicateOf(other, reader)).toBeNull();
    }
    expect(await duplicateOf(second, south.compliance)).toBeUndefined();
  });

  test("was opened for it once, with its events, and nothing of the content is in them", async () => {
    const person = await people.add("investor");
    const first = await keep(person, "canary-user");
    const second = await vault.store(people.as(person), { userId: "canary-user", pin: "1" });
    expect(await recognise(second)).toEqual({ kind: "done" });
    expect(await recognise(second)).toEqual({ kind: "refused", reason: "recognised" });
    const events = await people.events(second);
    expect(events.map(({ type }) => type)).toEqual([
      "vault.credentialSealed",
      "vault.credentialOpened",
      "vault.credentialRecognised",
    ]);
    expect(events[1]?.facts.reason).toBe("recognise");
    expect(events[2]?.facts).toEqual({ credentialId: second, duplicateOf: first });
    expect(JSON.stringify(events)).not.toContain("canary");
  });

  test("is looked for by the worker, in the transaction that stored it", async () => {
    const id = await vault.store(people.as(north.investor), { userId: "u", pin: "1" });
    const jobs = await people.superuser`select 1 from graphile_worker.jobs
      where task_identifier = 'vault.recognise_credential' and key like ${`%${id}`}`;
    expect(jobs).toHaveLength(1);
  });

  test("is not found among another person's, nor across firms: equal accesses have other hashes", async () => {
    const [one, two] = [await people.add("investor"), await people.add("investor")];
    const ids = [await keep(one, "same"), await keep(two, "same"), await keep(south.investor, "same")];
    expect(new Set(await likenessesOf(ids)).size).toBe(3);
    expect(await duplicateOf(ids[1] as CredentialId, two)).toBeNull();
  });

  test("is no duplicate any more once the earlier one is deleted, whose likeness goes in the same act", async () => {
    const person = await people.add("investor");
    const first = await keep(person, "u-1");
    const second = await keep(person, "u-1");
    await deleteCredential(people.as(person), { credentialId: first });
    expect((await likenessesOf([first]))[0]).toBeNull();
    expect(await duplicateOf(second, person)).toBeNull();
  });
});

describe("the likeness", () => {
  test("is brought in by nobody but the worker", async () => {
    const id = await keep(await people.add("investor"), "u");
    for (const role of ["investor", "compliance", "client"] as const) {
      const web = database.connect("data", "licet_web");
      const attempt = web.begin(async (tx) => {
        await tx`select set_config('role', ${`licet_${role}`}, true), set_config('app.tenant_id', ${north.tenantId}, true)`;
        await tx`update credentials set likeness = ${Buffer.alloc(32)} where credential_id = ${id}`;
      });
      await expect(attempt, role).rejects.toMatchObject({ code: "42501" });
    }
  });

  test("is not made of a credential that is being deleted meanwhile", async () => {
    const person = await people.add("investor");
    const id = await vault.store(people.as(person), { userId: "u", pin: "1" });
    const opener = vault.opener();
    const outcome = recognise(id, north.tenantId, {
      identifyingFields: () => ["userId"],
      kms: {
        ...opener.kms,
        encrypt: opener.kms.encrypt,
        decrypt: async (...args: Parameters<typeof opener.kms.decrypt>) => {
          const plaintext = await opener.kms.decrypt(...args);
          const isLikenessKey = args[2].includes("licet/likeness-key/1");
          if (isLikenessKey) await deleteCredential(people.as(person), { credentialId: id }).catch(() => {});
          return plaintext;
        },
      },
    });
    await outcome;
    expect(await likenessesOf([id])).toEqual([null]);
    expect((await people.events(id)).map(({ type }) => type)).not.toContain("vault.credentialRecognised");
  });

  test("of what does not open is not made, and the job is not tried for ever", async () => {
    const id = await vault.store(people.as(north.investor), { userId: "u", pin: "1" });
    await keys()`delete from wrapped_keys where credential_id = ${id}`;
    expect(await recognise(id)).toEqual({ kind: "done" });
    expect((await people.events(id)).at(-1)).toMatchObject({ type: "vault.openingRefused" });
    expect(await likenessesOf([id])).toEqual([null]);
  });

  test("waits where the tenant opened too much this minute", async () => {
    const id = await vault.store(people.as(north.investor), { userId: "u", pin: "1" });
    const attempt = recognise(id, north.tenantId, { openingsPerMinute: 0 });
    await expect(attempt).rejects.toMatchObject({ code: "vault.unavailable" });
  });
});

describe("the key that a firm's accesses are compared with", () => {
  test("is one, also when many workers need it first", async () => {
    const firm = await people.superuser<
      { tenant_id: string }[]
    >`insert into tenants (tenant_id, name) values ('ten_' || gen_random_uuid(), 'Third') returning tenant_id`;
    const tenantId = firm[0]?.tenant_id as typeof north.tenantId;
    const person = await people.add("investor", { ...south, tenantId });
    const ids = await Promise.all(
      Array.from({ length: 6 }, () => vault.store(people.as(person), { userId: "same", pin: "1" })),
    );
    await Promise.all(ids.map((id) => recognise(id, tenantId)));
    expect(new Set(await likenessesOf(ids)).size).toBe(1);
    expect(await keys()`select 1 from likeness_keys where tenant_id = ${tenantId}`).toHaveLength(1);
  });

  test("is out of web's reach, and of another firm's jobs", async () => {
    await keep(north.investor, "u");
    const web = database.connect("keys", "licet_web");
    for (const role of ["sealer", "reader"]) {
      const reading = web.begin(async (tx) => {
        await tx`select set_config('role', ${`licet_${role}`}, true), set_config('app.tenant_id', ${north.tenantId}, true)`;
        await tx`select wrapped from likeness_keys`;
      });
      await expect(reading, role).rejects.toMatchObject({ code: "42501" });
    }
    const worker = database.connect("keys", "licet_worker");
    const seen = await worker.begin(async (tx) => {
      await tx`select set_config('role', 'licet_opener', true), set_config('app.tenant_id', ${south.tenantId}, true)`;
      return tx`select 1 from likeness_keys where tenant_id = ${north.tenantId}`;
    });
    expect(seen).toHaveLength(0);
  });

  test("does not serve another firm when its row is moved there", async () => {
    await keep(north.investor, "u");
    await keys()`delete from likeness_keys where tenant_id = ${south.tenantId}`;
    await keys()`insert into likeness_keys (tenant_id, region, wrapped, kms_version)
      select ${south.tenantId}, region, wrapped, kms_version from likeness_keys where tenant_id = ${north.tenantId}`;
    const id = await vault.store(people.as(south.investor), { userId: "u", pin: "1" });
    await expect(recognise(id, south.tenantId)).rejects.toMatchObject({ code: "refused" });
    expect(await likenessesOf([id])).toEqual([null]);
    await keys()`delete from likeness_keys where tenant_id = ${south.tenantId}`;
  });

  test("stays the same under a new version of the wrapping key", async () => {
    const person = await people.add("investor");
    const first = await keep(person, "u-1");
    await vault.rotateWrap();
    const payload = { tenantId: north.tenantId, region: "eu-nl" };
    const rewrap = () =>
      runJob(rewrapLikenessHandler(vault.opener()), payload, people.workerBase(), stopping);
    await rewrap();
    await rewrap();
    const [key] = await keys()<
      { kms_version: string }[]
    >`select kms_version from likeness_keys where tenant_id = ${north.tenantId}`;
    expect(key?.kms_version).toBe(`${vault.kms.names.credentialWrap}/cryptoKeyVersions/2`);
    const second = await keep(person, "u-1");
    expect(await duplicateOf(second, person)).toBe(first);
    const told = (await people.events("test-job")).filter(
      ({ type }) => type === "vault.likenessKeyRewrapped",
    );
    expect(told.map(({ facts }) => facts)).toEqual([{ region: "eu-nl", kmsVersion: "2" }]);
  });
});
