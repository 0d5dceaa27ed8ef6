import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runJob } from "#lib/jobs/run-job.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import type { KeyName } from "#lib/kernel/key-name.ts";
import type { Kms } from "#lib/keys/kms.ts";
import { readKeyRotations } from "#lib/vault/read-key-rotation.ts";
import { rotateKeysHandler } from "#lib/vault/rotate-keys.job.ts";
import { recordWrappingKeys } from "#lib/worker-keys.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { startQueue } from "#scripts/testing/queue.ts";
import { balances, testRecords } from "#scripts/testing/records.ts";
import { openRecords } from "./open-records.ts";
import type { RecordKeys } from "./record-keys.ts";
import { rewrapKeyHandler } from "./rewrap-key.job.ts";

const database = testDatabase();
const people = testPeople(database);
const records = testRecords(database);
const { north, south } = people;
const stopping = new AbortController().signal;
const job = () => people.job(north.tenantId);
const keyRows = (personId: PersonId) =>
  database.connect("keys", "postgres")`select * from record_keys where person_id = ${personId}`;
const versionOf = async (personId: PersonId) =>
  (await keyRows(personId))[0]?.kms_version?.split("/").at(-1) ?? null;

const rewrap = (investorId: PersonId | null, asked: Partial<Kms> = {}, tenantId = north.tenantId) =>
  runJob(rewrapKeyHandler(records.settings(asked)), { tenantId, investorId }, people.workerBase(), stopping);
const rotate = () => {
  const { keyDatabase, kms, keysOf } = records.settings();
  const keys = recordWrappingKeys({ regions: { "eu-nl": keysOf("eu-nl") } } as never, keyDatabase);
  return runJob(rotateKeysHandler({ kms } as never, [], keys), {}, people.workerBase(), stopping);
};

/** An investor of whom something is stored, and what opens it, in a process that has opened nothing before. */
async function stored(by?: RecordKeys, readBy?: RecordKeys) {
  const worker = by ?? (await records.process("licet_worker"));
  const person = await people.add("investor");
  const { personId } = person;
  await records.store(job(), worker, personId, [balances()]);
  const summary = { recipientId: north.tenantId, asOf: new Date(), content: { total: "1" } };
  await records.summarise(job(), worker, personId, summary);
  const open = async () => {
    const web = readBy ?? (await records.process("licet_web"));
    return openRecords(people.as(person), web, { investorId: personId });
  };
  return { personId, worker, open };
}

describe("an investor's key under a new version of the KMS key", () => {
  test("is wrapped anew, opens what it opened, and leaves its event", async () => {
    const { personId, open } = await stored();
    const before = await open();
    await records.rotate("records");
    await rewrap(personId);
    expect(Number(await versionOf(personId))).toBeGreaterThan(1);
    expect(await open()).toEqual(before);
    expect((await people.events(personId)).map(({ type, facts }) => [type, facts.kmsVersion])).toEqual([
      ["records.keyRewrapped", await versionOf(personId)],
    ]);
    await rewrap(personId);
    expect(await people.events(personId)).toHaveLength(1);
  });

  test("is not brought back by a re-wrap that an erasure overtakes", async () => {
    const { personId, worker } = await stored();
    await records.rotate("records");
    const { kms } = records.settings();
    const encrypt: Kms["encrypt"] = async (...asked) => {
      const wrapped = await kms.encrypt(...asked);
      await worker.erase(north.tenantId, personId, new Date());
      return wrapped;
    };
    await rewrap(personId, { encrypt });
    expect(await keyRows(personId)).toEqual([
      expect.objectContaining({ wrapped: null, kms_version: null, erased_at: expect.any(Date) }),
    ]);
    await rewrap(personId);
    expect(await people.events(personId)).toEqual([]);
  });

  test("keeps the newer wrapping where another re-wrap comes in between", async () => {
    const { personId, open } = await stored();
    await records.rotate("records");
    const { kms } = records.settings();
    const encrypt: Kms["encrypt"] = async (...asked) => {
      const wrapped = await kms.encrypt(...asked);
      await records.rotate("records");
      await rewrap(personId);
      return wrapped;
    };
    await rewrap(personId, { encrypt });
    const told = (await people.events(personId)).map(({ facts }) => facts.kmsVersion);
    expect(told).toEqual([await versionOf(personId)]);
    expect(await open()).toHaveLength(1);
  });

  test.each([
    ["gives another key", { decrypt: async () => Buffer.alloc(32, 7) }, "wrongCommitment"],
    [
      "wraps another key than it was given",
      (kms: Kms) => ({
        encrypt: (key: KeyName, _: Buffer, aad: Buffer) => kms.encrypt(key, Buffer.alloc(32, 7), aad),
      }),
      "untrustedAnswer",
    ],
  ] as const)("stays as it was where the KMS %s, and the trail says so", async (_, lie, code) => {
    const { personId, open } = await stored();
    await records.rotate("records");
    const before = await keyRows(personId);
    const asked = typeof lie === "function" ? lie(records.settings().kms as Kms) : lie;
    await expect(rewrap(personId, asked)).rejects.toMatchObject({ code });
    expect(await keyRows(personId)).toEqual(before);
    expect((await people.events(personId)).map(({ type, facts }) => [type, facts.code])).toEqual([
      ["records.rewrapRefused", code],
    ]);
    expect(await open()).toHaveLength(1);
  });

  test("is not another firm's to wrap, and no person's", async () => {
    const { personId } = await stored();
    await records.rotate("records");
    await rewrap(personId, {}, south.tenantId);
    expect(await people.events(personId)).toEqual([]);
    const handler = rewrapKeyHandler(records.settings());
    const attempt = handler.run(
      people.as(north.admin),
      { tenantId: north.tenantId, investorId: personId },
      stopping,
    );
    await expect(attempt).rejects.toMatchObject({ code: "auth.forbidden" });
  });

  test("waits for a KMS that is away, without an event", async () => {
    const { personId } = await stored();
    await records.rotate("records");
    records.kms.control.fault({ effect: "unavailable", times: 1_000 });
    await expect(rewrap(personId)).rejects.toMatchObject({ code: "unavailable" });
    records.kms.control.clearFaults();
    expect(await people.events(personId)).toEqual([]);
  });
});

test("a rotation of investors' keys goes on where it was stopped, because what is left is read from what there is", async () => {
  const [one, two] = [await stored(), await stored()];
  await records.rotate("records");
  const waiting = async () => {
    await rotate();
    const jobs = await people.superuser<{ payload: { investorId: PersonId } }[]>`
      select payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
      where t.identifier = 'records.rewrap_key'`;
    const own = [one.personId, two.personId];
    return own.filter((id) => jobs.some(({ payload }) => payload.investorId === id));
  };
  expect(await waiting()).toEqual([one.personId, two.personId]);
  await rewrap(one.personId);
  await people.superuser`delete from graphile_worker._private_jobs`;
  expect(await waiting()).toEqual([two.personId]);
});

describe("a rotation of what wraps investors' keys and books", () => {
  let queue: Awaited<ReturnType<typeof startQueue>>;
  beforeEach(async () => {
    queue = await startQueue(database, people.workerBase(), [rewrapKeyHandler(records.settings())]);
  });
  afterEach(() => queue.stop());

  test("moves all of them while records are stored and opened, fails nobody, and is counted", async () => {
    // They keep no key for longer than a moment, so that each opening asks the KMS.
    const limits = { entries: 100, lifetimeMs: 1 };
    const worker = await records.process("licet_worker", limits);
    const web = await records.process("licet_web", limits);
    const another = () => stored(worker, web);
    const all = await Promise.all(Array.from({ length: 6 }, another));
    const failures: unknown[] = [];
    let isOn = true;
    const reading = all.slice(0, 2).map(async ({ open }) => {
      while (isOn) await open().catch((failure: unknown) => failures.push(failure));
    });
    const storing = (async () => {
      while (isOn) await another().catch((failure: unknown) => failures.push(failure));
    })();
    await records.rotate("records");
    await records.rotate("book");
    const finished = async () => {
      await rotate();
      const rows = await readKeyRotations(people.as(north.compliance));
      expect(rows.every(({ remaining, finishedAt }) => remaining === 0 && finishedAt !== null)).toBe(true);
      return [...new Set(rows.map(({ purpose }) => purpose))].toSorted();
    };
    const both = ["book", "records"];
    await expect.poll(finished, { timeout: 20_000, interval: 200 }).toEqual(both);
    isOn = false;
    await Promise.all([...reading, storing]);
    // A key that was wrapped just before the rotation and stored after the last count.
    await expect.poll(finished, { timeout: 20_000, interval: 200 }).toEqual(both);
    expect(failures).toEqual([]);
    expect(queue.failures).toEqual([]);

    const keys = database.connect("keys", "postgres");
    const { records: investors, book } = records.settings().keysOf("eu-nl");
    const versions = await keys`select distinct kms_version from record_keys where erased_at is null
      union select kms_version from book_keys`;
    const inUse = versions.map(({ kms_version }) => kms_version).toSorted();
    expect(inUse).toHaveLength(2);
    for (const key of [investors, book]) expect(inUse.join()).toContain(`${key}/`);
    for (const { open } of all) expect(await open()).toHaveLength(1);
  });
});
