import { describe, expect, test } from "vitest";
import { inTransaction } from "#lib/access/transaction.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { newId } from "#lib/kernel/id.ts";
import { destroyCredential } from "#lib/vault/jobs.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { beat, lateAfterMs } from "./heartbeat.ts";
import { takeOverJobs } from "./lease.ts";

const database = testDatabase();
const people = testPeople(database);

/** A job that somebody locked so many seconds ago. */
async function locked(by: string, secondsAgo: number): Promise<string> {
  const credentialId = newId("crd");
  const { investor, tenantId } = people.north;
  await inTransaction(people.as(investor), (tx) =>
    enqueue(tx, destroyCredential, { tenantId, credentialId }),
  );
  await people.superuser`update graphile_worker._private_jobs
    set locked_by = ${by}, locked_at = now() - make_interval(secs => ${secondsAgo}), attempts = 1
    where payload::text like ${`%${credentialId}%`}`;
  return credentialId;
}

const lockerOf = async (credentialId: string) => {
  const [row] = await people.superuser`select locked_by, attempts from graphile_worker._private_jobs
    where payload::text like ${`%${credentialId}%`}`;
  return row;
};

const seen = (queueId: string, secondsAgo: number) =>
  people.superuser`update worker_heartbeats set seen_at = now() - make_interval(secs => ${secondsAgo})
    where queue_id = ${queueId}`;

describe("a job that a worker holds", () => {
  test("is left to it as long as it is seen, however long the job takes", async () => {
    await beat(people.system(), "alive", new Date(), "pool-alive");
    const job = await locked("pool-alive", 3_600);
    expect(await takeOverJobs(people.system(), lateAfterMs)).toBe(0);
    expect(await lockerOf(job)).toMatchObject({ locked_by: "pool-alive" });
  });

  test("is free once the worker has not been seen for twenty seconds, and stays an attempt", async () => {
    await beat(people.system(), "dead", new Date(), "pool-dead");
    const job = await locked("pool-dead", 60);
    await seen("pool-dead", 19);
    expect(await takeOverJobs(people.system(), lateAfterMs)).toBe(0);
    await seen("pool-dead", 21);
    expect(await takeOverJobs(people.system(), lateAfterMs)).toBe(1);
    expect(await lockerOf(job)).toEqual({ locked_by: null, attempts: 1 });
  });

  test("is free where nobody ever said that they are this worker, but not before it could have been said", async () => {
    const fresh = await locked("pool-unknown", 5);
    const old = await locked("pool-unheard", 25);
    expect(await takeOverJobs(people.system(), lateAfterMs)).toBe(1);
    expect(await lockerOf(fresh)).toMatchObject({ locked_by: "pool-unknown" });
    expect(await lockerOf(old)).toMatchObject({ locked_by: null });
  });

  test("is taken over by the worker's own process and by no other role", async () => {
    for (const ctx of [people.as(people.north.admin), people.job(people.north.tenantId)]) {
      await expect(takeOverJobs(ctx, 0)).rejects.toMatchObject({ cause: { code: "42501" } });
    }
  });
});
