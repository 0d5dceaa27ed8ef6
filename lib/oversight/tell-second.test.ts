import { beforeEach, describe, expect, test } from "vitest";
import type { Mail } from "#lib/identity/mail.ts";
import { runJob } from "#lib/jobs/run-job.ts";
import type { ActId, PersonId } from "#lib/kernel/id.ts";
import { testConsents } from "#scripts/testing/consent.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testActs } from "#scripts/testing/oversight.ts";
import { type TestPerson, testPeople } from "#scripts/testing/people.ts";
import { countWaiting } from "./count-waiting.ts";
import { approveAct, turnDownAct } from "./decide-act.ts";
import { tellSecondHandler } from "./tell-second.job.ts";

const people = testPeople(testDatabase());
const consents = testConsents(people);
const acts = testActs(people);
const { north, south } = people;
const never = new AbortController().signal;
let [own, other]: TestPerson[] = [];
const first = () => people.as(own as TestPerson);
const second = () => people.as(other as TestPerson);
beforeEach(async () => {
  await people.superuser`update people set disabled_at = now() where role = 'compliance'`;
  [own, other] = [await people.add("compliance"), await people.add("compliance")];
});

const proposed = async (): Promise<ActId> => {
  const one = await consents.given({}, { investor: await people.add("investor") });
  await acts.firmAsks(true);
  return acts.terminate(first(), [one.consentId]);
};

/** Whom jobs are to write to about an act. */
const addressees = async (actId: ActId): Promise<readonly PersonId[]> => {
  const rows = await people.superuser`select payload ->> 'personId' as id from graphile_worker._private_jobs
    where payload ->> 'actId' = ${actId} and payload ->> 'personId' is not null`;
  return rows.map(({ id }) => id);
};

const tell = async (actId: ActId, personId: PersonId, sendMail?: (mail: Mail) => Promise<void>) => {
  const sent: Mail[] = [];
  const send = sendMail ?? (async (mail: Mail) => void sent.push(mail));
  const handler = tellSecondHandler(send, ["https://portal.example", "https://console.example"]);
  const end = await runJob(
    handler,
    { tenantId: north.tenantId, actId, personId },
    people.workerBase(),
    never,
  );
  return { end, sent };
};

describe("an act that waits for a second person", () => {
  test("is written of to everybody who could be the one, and to nobody else", async () => {
    await people.add("compliance", south);
    const actId = await proposed();
    expect(await addressees(actId)).toEqual([other?.personId]);
    const { sent } = await tell(actId, other?.personId as PersonId);
    expect(sent.map(({ to }) => to)).toEqual([other?.email]);
    expect((await people.events(actId)).at(-1)).toMatchObject({
      type: "oversight.secondTold",
      facts: { actId, personId: other?.personId },
    });
    const text = `${sent[0]?.subject}\n${sent[0]?.body.reveal()}`;
    expect(text).toContain(`https://console.example/console/acts/${actId}`);
    // Neither the investor, the proposer nor the addressee: all of them are called Nøra something here.
    expect(text).not.toContain("Nøra");
    expect(text).not.toMatch(/con_|per_/);
  });

  test("is not written of any more once it is decided, nor to somebody who cannot sign in", async () => {
    const actId = await proposed();
    await people.superuser`update people set disabled_at = now() where person_id = ${other?.personId ?? ""}`;
    expect((await tell(actId, other?.personId as PersonId)).sent).toEqual([]);
    await turnDownAct(first(), { actId });
    const { end } = await tell(actId, other?.personId as PersonId);
    expect(end).toEqual({ kind: "refused", reason: "takenBack" });
  });

  test("goes on whether or not a mail could be sent, and what was not taken is noted by nobody", async () => {
    const actId = await proposed();
    const away = tell(actId, other?.personId as PersonId, () => Promise.reject(new Error("away")));
    await away.catch(() => {});
    expect(await acts.told(actId)).toEqual(["actProposed"]);
    await approveAct(second(), { actId });
    await acts.work(actId);
    expect(await acts.stateOf(actId)).toBe("done 1/0/0/0");
  });

  test("is counted for whoever may decide it, until it is decided or has lapsed", async () => {
    const before = await countWaiting(second());
    const [actId, lapsing] = [await proposed(), await proposed()];
    expect(await countWaiting(second())).toBe(before + 2);
    expect(await countWaiting(first())).toBe(before);
    expect(await countWaiting(people.as(north.admin))).toBe(0);
    expect(await countWaiting(people.as(south.compliance))).toBe(0);
    await acts.age(lapsing, 72);
    await turnDownAct(second(), { actId });
    expect(await countWaiting(second())).toBe(before);
  });
});
