import { beforeEach, describe, expect, test } from "vitest";
import { inTransaction } from "#lib/access/transaction.ts";
import { runJob } from "#lib/jobs/run-job.ts";
import { newId } from "#lib/kernel/id.ts";
import { present, type TestAuthorisation, testAuthorisations } from "#scripts/testing/authorisations.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { endAuthorisation } from "./end-authorisation.ts";
import { insertAuthorisation } from "./insert-authorisation.ts";
import { endInterruptedHandler, sweepAuthorisationsHandler } from "./sweep.job.ts";

const people = testPeople(testDatabase());
const attempts = testAuthorisations(people);
const never = new AbortController().signal;

/** One round as the queue would do it: the sweep, and then each job that it enqueued. Says which those were. */
async function round(): Promise<readonly string[]> {
  await runJob(sweepAuthorisationsHandler, {}, people.workerBase(), never);
  const jobs = await people.superuser<
    { payload: { authorisationId: string } }[]
  >`delete from graphile_worker._private_jobs
    where task_id = (select id from graphile_worker._private_tasks where identifier = 'authorisation.end_interrupted')
    returning payload`;
  for (const { payload } of jobs) await runJob(endInterruptedHandler, payload, people.workerBase(), never);
  return jobs.map(({ payload }) => payload.authorisationId);
}

/** As if it had stood there for so long. */
const aged = ({ authorisationId }: TestAuthorisation, seconds: number) =>
  people.superuser`update authorisations set changed_at = clock_timestamp() - make_interval(secs => ${seconds})
    where authorisation_id = ${authorisationId}`;
const seenAgo = (workerId: string, seconds: number) =>
  people.superuser`insert into worker_heartbeats (worker_id, started_at, seen_at)
    values (${workerId}, now(), now() - make_interval(secs => ${seconds}))`;

/** Taken up by a worker of its own that was seen so long ago, or never. */
async function ledBy(secondsAgo: number | null): Promise<TestAuthorisation> {
  const one = await attempts.begun();
  const workerId = newId("w");
  if (secondsAgo !== null) await seenAgo(workerId, secondsAgo);
  await attempts.claim(one, { workerId, address: "127.0.0.1:1" });
  return one;
}

beforeEach(() => attempts.beat(attempts.worker.workerId));

describe("the sweep", () => {
  test("ends what a worker leads that is gone, as interrupted and with its event", async () => {
    const one = await ledBy(25);
    expect(await round()).toEqual([one.authorisationId]);
    expect(await attempts.row(one)).toMatchObject({
      status: "failed",
      reason: "interrupted",
      person_address: null,
    });
    const [last] = (await people.events(one.authorisationId)).slice(-1);
    expect(last).toMatchObject({
      ...{ type: "authorisation.ended", actorType: "job", tenantId: one.investor.tenantId },
      facts: { status: "failed", reason: "interrupted", steps: 0 },
    });
    expect(await round()).toEqual([]);
  });

  test("ends what a worker leads of which nobody has heard", async () => {
    const one = await ledBy(null);
    expect(await round()).toEqual([one.authorisationId]);
  });

  test("leaves what a living worker leads, however long the person takes within the deadline", async () => {
    const one = await attempts.claimed();
    await attempts.show(one, 1);
    await aged(one, 290);
    const late = await ledBy(15);
    expect(await round()).toEqual([]);
    expect(await attempts.row(one)).toMatchObject({ status: "started" });
    expect(await attempts.row(late)).toMatchObject({ status: "received" });
  });

  test("ends what no worker took up within a minute, and what stands where no dialog stands that long", async () => {
    const waiting = await attempts.begun();
    await aged(waiting, 50);
    const left = await attempts.begun();
    await aged(left, 61);
    const stuck = await attempts.claimed();
    await aged(stuck, 301);
    const overdue = await attempts.claimed();
    await attempts.show(overdue, 1);
    await people.superuser`update authorisations set expires_at = now() - interval '121 seconds'
      where authorisation_id = ${overdue.authorisationId}`;
    const ids = [left, stuck, overdue].map(({ authorisationId }) => authorisationId);
    expect([...(await round())].sort()).toEqual(ids.sort());
    expect(await attempts.row(waiting)).toMatchObject({ status: "received" });
  });

  test("leaves a dialog to a worker that was found again before its end was written", async () => {
    const one = await ledBy(25);
    await runJob(sweepAuthorisationsHandler, {}, people.workerBase(), never);
    await people.superuser`update worker_heartbeats set seen_at = now()`;
    const payload = { tenantId: one.investor.tenantId, authorisationId: one.authorisationId };
    await runJob(endInterruptedHandler, payload, people.workerBase(), never);
    expect(await attempts.row(one)).toMatchObject({ status: "received" });
  });

  test("and a worker that comes back do not both end it, and the person can begin anew", async () => {
    const one = await ledBy(25);
    const [{ worker_id: workerId } = { worker_id: "" }] =
      await people.superuser`select worker_id from authorisations
      where authorisation_id = ${one.authorisationId}`;
    await round();
    const ctx = people.job(one.investor.tenantId);
    const end = { status: "finalised", at: new Date() } as const;
    const late = inTransaction(ctx, (tx) =>
      endAuthorisation(tx, ctx, { authorisationId: one.authorisationId, workerId, end }),
    );
    await expect(late).rejects.toMatchObject({ code: "authorisation.gone" });
    await expect(attempts.show(one, 1, { workerId })).rejects.toMatchObject({ code: "authorisation.gone" });
    const own = people.as(one.investor);
    const again = inTransaction(own, (tx) =>
      insertAuthorisation(tx, own, { connectionId: one.connectionId, person: present }),
    );
    await expect(again).resolves.toMatch(/^aut_/);
  });

  test("forgets whose address it was a quarter of an hour after the end", async () => {
    const one = await attempts.claimed();
    await people.superuser`update authorisations set status = 'finalised', ended_at = now() - interval '16 minutes',
      return_hash = null, person_agent = null, person_language = null where authorisation_id = ${one.authorisationId}`;
    await round();
    expect(await attempts.row(one)).toMatchObject({ status: "finalised", person_address: null });
  });
});
