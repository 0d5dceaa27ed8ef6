import { afterAll, beforeAll, expect, test } from "vitest";
import type { CredentialId } from "#lib/kernel/id.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { startQueue, type TestQueue } from "#scripts/testing/queue.ts";
import { isSoak } from "#scripts/testing/sample.ts";
import { testVault } from "#scripts/testing/vault.ts";
import { rotateKeys } from "./jobs.ts";
import { openCredential } from "./open-credential.ts";
import { readKeyRotations } from "./read-key-rotation.ts";
import { recogniseCredentialHandler } from "./recognise-credential.job.ts";
import { rewrapCredentialHandler } from "./rewrap-credential.job.ts";
import { rewrapLikenessHandler } from "./rewrap-likeness-key.job.ts";
import { rotateKeysHandler } from "./rotate-keys.job.ts";

const database = testDatabase();
const people = testPeople(database);
const vault = testVault(database);
const { north } = people;
const before = isSoak ? 1_000 : 10;
const rotations = isSoak ? 6 : 2;

let queue: TestQueue;
const unlimited = { openingsPerMinute: 1_000_000, openingsNorm: 1_000_000 };
beforeAll(async () => {
  // Nothing is put off: everything happens at once.
  await people.superuser`update job_kinds set begins_after = '0'`;
  const opener = vault.opener(unlimited);
  queue = await startQueue(database, people.workerBase(), [
    recogniseCredentialHandler(opener),
    rewrapCredentialHandler(opener),
    rewrapLikenessHandler(opener),
    rotateKeysHandler(opener, ["eu-nl"]),
  ]);
});
afterAll(() => queue.stop());

const stored: { id: CredentialId; pin: string }[] = [];
const store = async (): Promise<void> => {
  const pin = `pin ${stored.length} ${Math.random()}`;
  const id = await vault.store(people.as(north.investor), { userId: `u-${pin}`, pin });
  stored.push({ id, pin });
};
const open = async ({ id, pin }: (typeof stored)[number]): Promise<void> => {
  const fields = await openCredential(people.job(north.tenantId), vault.opener(unlimited), id, "refresh");
  expect(fields.reveal().pin).toBe(pin);
};
const tick = () =>
  people.superuser`select graphile_worker.add_job(${rotateKeys.name}, '{}', job_key => 'rotate')`;

/** Does it again and again until it is told to stop; what fails is kept. */
function keepDoing(work: () => Promise<void>, failures: unknown[]) {
  let isOn = true;
  let times = 0;
  const loop = (async () => {
    while (isOn) {
      await work().then(
        () => {
          times += 1;
        },
        (failure: unknown) => failures.push(failure),
      );
    }
  })();
  return async () => {
    isOn = false;
    await loop;
    return times;
  };
}

test("both locks' keys are rotated while credentials are stored and opened, and nobody's request fails", async () => {
  while (stored.length < before) await store();
  const failures: unknown[] = [];
  const openAny = () => open(stored[Math.floor(Math.random() * stored.length)] as (typeof stored)[number]);
  const stops = [keepDoing(store, failures), ...[1, 2, 3].map(() => keepDoing(openAny, failures))];

  for (let round = 0; round < rotations; round++) {
    await vault.rotateWrap();
    if (round % 2 === 0) await vault.rotateTransport();
    await tick();
    await new Promise((done) => setTimeout(done, isSoak ? 20_000 : 1_500));
  }
  const [stores = 0, ...openings] = await Promise.all(stops.map((stop) => stop()));
  expect(failures).toEqual([]);
  expect(stores).toBeGreaterThan(0);

  // Each is opened once more, as by the daily refresh; then nothing is under an old version of either key.
  for (const one of stored) await open(one);
  const isDone = async () => {
    await tick();
    const rows = await readKeyRotations(people.as(north.compliance));
    return rows.filter(({ finishedAt }) => finishedAt === null).length;
  };
  await expect.poll(isDone, { timeout: isSoak ? 600_000 : 20_000, interval: 300 }).toBe(0);
  expect(queue.failures).toEqual([]);
  for (const one of stored) await open(one);

  const keys = database.connect("keys", "postgres");
  const wrap = `${vault.kms.names.credentialWrap}/cryptoKeyVersions/${rotations + 1}`;
  const others = await keys`select kms_version from wrapped_keys where kms_version <> ${wrap}
    union all select kms_version from likeness_keys where kms_version <> ${wrap}`;
  expect(others).toEqual([]);
  console.log(
    `rotation under load: ${stores} stored and ${openings.reduce((sum, n) => sum + n, 0)} opened meanwhile, 0 failed`,
  );
}, 3_600_000);
