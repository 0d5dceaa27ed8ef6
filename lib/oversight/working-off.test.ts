import { describe, expect, test } from "vitest";
import type { ConsentId } from "#lib/kernel/id.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testActs, testOversight } from "#scripts/testing/oversight.ts";
import type { TestPerson } from "#scripts/testing/people.ts";
import { terminateConsent } from "#scripts/testing/terminate-consent.ts";
import { approveAct } from "./decide-act.ts";
import { previewAct } from "./preview-act.ts";
import { proposeAct } from "./propose-act.ts";
import { readAct } from "./read-act.ts";
import { readStart } from "./read-start.ts";
import { resumeAct, stopAct } from "./stop-act.ts";

const database = testDatabase();
const { people, consents, acts, first, second, givenMany, forge } = testOversight(database);
const { north, south } = people;
const code = (wanted: string) => expect.objectContaining({ code: wanted });

describe("a bank access", () => {
  test("alone is deleted at once, and two of them by two people", async () => {
    const one = await acts.credential(north.investor);
    await acts.delete(first(), [one]);
    expect(await acts.credentialState(one)).toBe("destroying");

    const two = [await acts.credential(north.investor), await acts.credential(north.investor)];
    const actId = await acts.delete(first(), two);
    expect(await acts.stateOf(actId)).toBe("proposed 0/0/0/2");
    expect(await acts.credentialState(two[0] as never)).toBe("sealed");
    await approveAct(second(), { actId });
    await acts.work(actId);
    for (const id of two) expect(await acts.credentialState(id)).toBe("destroying");
    const jobs = await people.superuser`select 1 from graphile_worker._private_jobs
      where payload::text like ${`%${two[0]}%`} or payload::text like ${`%${two[1]}%`}`;
    expect(jobs).toHaveLength(2);
  });

  test("of a bank goes with all of that bank’s, and no other’s", async () => {
    const bank = "a-bank-that-leaves";
    const theirs = [await acts.credential(north.investor, bank), await acts.credential(north.investor, bank)];
    const kept = await acts.credential(north.investor, "another-bank");
    const elsewhere = await acts.credential(south.investor, bank);
    const asked = { kind: "credentials.delete", institutionId: bank } as const;
    const actId = await acts.propose(first(), asked, "institutionLeft");
    await approveAct(second(), { actId });
    await acts.work(actId);
    expect(await Promise.all([...theirs, kept, elsewhere].map(acts.credentialState))).toEqual([
      ...["destroying", "destroying", "sealed", "sealed"],
    ]);
  });

  test("cannot be slipped into an act that was agreed to", async () => {
    const two = [await acts.credential(north.investor), await acts.credential(north.investor)];
    const actId = await acts.delete(first(), two);
    const more = await acts.credential(north.investor);
    const slip = (position: number, planned: number) =>
      forge(
        (sql) => sql`insert into staff_act_items (tenant_id, act_id, position, planned, subject_id, state)
          values (${north.tenantId}, ${actId}, ${position}, ${planned}, ${more}, 'open')`,
      );
    for (const [position, planned] of [
      [3, 2],
      [3, 3],
      [2, 2],
    ] as const)
      await expect(slip(position, planned)).rejects.toMatchObject({ code: "42501" });
  });

  test("is not agreed to while something of it is not there yet", async () => {
    const two = [await acts.credential(north.investor), await acts.credential(north.investor)];
    const actId = await acts.delete(first(), two);
    await people.superuser`delete from staff_act_items where act_id = ${actId} and subject_id = ${two[1] as string}`;
    await expect(approveAct(second(), { actId })).rejects.toMatchObject({ cause: { code: "23514" } });
  });
});

describe("an act over many", () => {
  test("is stopped between two items, told with what is left, and goes on where it was", async () => {
    const consentIds = await givenMany(6);
    const actId = await acts.terminate(first(), consentIds);
    const worker = people.workerBase();
    let stopped: Promise<void> | null = null;
    let items = 0;
    const db = new Proxy(worker.db, {
      get(target, name) {
        if (name !== "transaction") return Reflect.get(target, name);
        return async (...call: Parameters<typeof target.transaction>) => {
          items += 1;
          if (items === 6) {
            stopped = stopAct(second(), { actId });
            await stopped;
          }
          return target.transaction(...call);
        };
      },
    });
    const spy = { ...people, workerBase: () => ({ ...worker, db }) };
    await testActs(spy as typeof people).work(actId);
    expect(stopped).not.toBeNull();
    const standing = await acts.stateOf(actId);
    expect(standing).toMatch(/^stopped [1-5]\/0\/0\/[1-5]$/);
    expect(await acts.work(actId)).toEqual({ kind: "refused", reason: "stopped" });
    expect(await acts.stateOf(actId)).toBe(standing);
    await expect(stopAct(first(), { actId })).rejects.toEqual(code("oversight.act_changed"));

    await resumeAct(first(), { actId });
    await acts.work(actId);
    expect(await acts.stateOf(actId)).toBe("done 6/0/0/0");
    const told = await people.events(actId);
    expect(told.filter(({ type }) => type === "oversight.itemWorked")).toHaveLength(6);
    const open = Number(standing.at(-1));
    expect(told.find(({ type }) => type === "oversight.actStopped")?.facts).toMatchObject({ open });
    expect(told.find(({ type }) => type === "oversight.actResumed")?.facts).toMatchObject({ open });
  });

  test("passes over what ended otherwise meanwhile, and says so of each", async () => {
    const [one, two, three] = await givenMany(3);
    const actId = await acts.terminate(first(), [one, two, three] as ConsentId[]);
    await terminateConsent(second(), { consentId: two as ConsentId, reason: "legalDuty" });
    await acts.work(actId);
    expect(await acts.stateOf(actId)).toBe("done 2/1/0/0");
    const { unworked } = await readAct(first(), actId);
    expect(unworked).toMatchObject([{ id: two, state: "skipped", reason: "consent.not_in_force" }]);
  });

  test("is worked off by two workers at once with the effect of one", async () => {
    const consentIds = await givenMany(8);
    const actId = await acts.terminate(first(), consentIds);
    await Promise.all([acts.work(actId), acts.work(actId), acts.work(actId)]);
    expect(await acts.stateOf(actId)).toBe("done 8/0/0/0");
    const told = await people.events(actId);
    expect(told.filter(({ type }) => type === "oversight.itemWorked")).toHaveLength(8);
    expect(told.filter(({ type }) => type === "oversight.actDone")).toHaveLength(1);
  });

  test("does what it does only under an act that runs: the worker alone ends no consent for compliance", async () => {
    const { consentId } = await consents.given();
    const forged = database.connect("data", "licet_worker").begin(async (sql) => {
      await sql`select set_config('role', 'licet_job', true), set_config('app.tenant_id', ${north.tenantId}, true)`;
      await sql`update consents set state = 'terminated', revision = revision + 1, ended_at = now()
        where consent_id = ${consentId}`;
    });
    await expect(forged).rejects.toMatchObject({ code: "42501" });
  });
});

test("what a consent in force shows whom is not cut by compliance's own SQL, and goes with its end", async () => {
  const kept = await consents.given();
  const cut = () =>
    forge(async (sql) => {
      const seen = await sql`select from consent_grants where consent_id = ${kept.consentId}`;
      const { count } = await sql`delete from consent_grants where consent_id = ${kept.consentId}`;
      return { seen: seen.length > 0, cut: count };
    });
  expect(await cut()).toEqual({ seen: true, cut: 0 });
  expect(await consents.grantsOf(kept)).toBeGreaterThan(0);
  await terminateConsent(first(), { consentId: kept.consentId, reason: "legalDuty" });
  expect(await consents.grantsOf(kept)).toBe(0);
});

describe("off-boarding an advisor", () => {
  const leaver = async () => {
    const advisor = await people.add("advisor");
    const leave = () =>
      people.superuser`update people set disabled_at = now() where person_id = ${advisor.personId}`;
    return { advisor, leave };
  };
  const asking = (advisor: TestPerson, successor: TestPerson | null = null) =>
    ({
      kind: "advisor.offboard",
      advisorId: advisor.personId,
      successorId: successor?.personId ?? null,
    }) as const;
  const naming = (...advisors: readonly TestPerson[]) => ({
    recipients: { wholeTeam: false, advisorIds: advisors.map(({ personId }) => personId), clientIds: [] },
  });

  test("ends what they alone were named in, and lets go on what the investor agreed to others for", async () => {
    const { advisor, leave } = await leaver();
    const successor = await people.add("advisor");
    const alone = await consents.given({}, { advisor });
    const asked = await consents.requested({}, { advisor });
    const both = await consents.given(naming(advisor, successor), { advisor });
    const team = await consents.given(
      { recipients: { wholeTeam: true, advisorIds: [], clientIds: [] } },
      { advisor },
    );
    await leave();
    const preview = await previewAct(first(), asking(advisor, successor));
    expect(preview.items.map(({ id }) => id).sort()).toEqual([alone.consentId, asked.consentId].sort());
    expect(preview.staying).toMatchObject([{ id: both.consentId, why: "staysForSuccessor" }]);
    expect(preview.forWholeTeam).toBe(1);
    const grants = () => people.superuser`select consent_id, recipient_id from consent_grants
      where consent_id in (${both.consentId}, ${team.consentId}) order by 1, 2`;
    const before = await grants();

    const actId = await acts.propose(first(), asking(advisor, successor), "advisorLeft");
    await acts.work(actId);
    expect(await acts.stateOf(actId)).toBe("done 2/0/0/0");
    expect(await Promise.all([alone, asked, both, team].map(consents.stateOf))).toEqual([
      ...["terminated", "terminated", "given", "given"],
    ]);
    // Nobody sees more than before.
    expect(await grants()).toEqual(before);
    expect(await consents.grantsOf(alone)).toBe(0);
  });

  test("waits until they cannot sign in, since what goes on ends for them with that", async () => {
    const { advisor, leave } = await leaver();
    await consents.given({}, { advisor });
    const posted = await acts.asShown(first(), asking(advisor), "advisorLeft");
    await expect(proposeAct(first(), posted)).rejects.toEqual(code("oversight.advisor_active"));
    await leave();
    await expect(proposeAct(first(), posted)).rejects.toEqual(code("oversight.stale_preview"));
    await acts.propose(first(), asking(advisor), "advisorLeft");
  });

  test("is of those too who have another role by now and are still named, and of nobody else who is there", async () => {
    const { advisor } = await leaver();
    const alone = await consents.given({}, { advisor });
    const standing = async () =>
      (await readStart(first())).find(({ id }) => id === advisor.personId)?.standing;
    expect(await standing()).toBe("active");
    await people.superuser`update people set role = 'admin' where person_id = ${advisor.personId}`;
    expect(await standing()).toBe("otherRole");
    const actId = await acts.propose(first(), asking(advisor), "advisorLeft");
    await acts.work(actId);
    expect(await acts.stateOf(actId)).toBe("done 1/0/0/0");
    expect(await consents.stateOf(alone)).toBe("terminated");
    // Nothing names them any more.
    expect(await standing()).toBeUndefined();
    await expect(previewAct(first(), asking(advisor))).rejects.toEqual(code("oversight.not_an_advisor"));
  });

  test("does not end what the investor has agreed to others for since", async () => {
    const { advisor, leave } = await leaver();
    const there = await people.add("advisor");
    const [one, two] = [await consents.given({}, { advisor }), await consents.given({}, { advisor })];
    await leave();
    const actId = await acts.propose(first(), asking(advisor), "advisorLeft");
    await people.superuser.begin(async (sql) => {
      await sql`set local session_replication_role = replica`;
      await sql`update consents set advisor_ids = array_append(advisor_ids, ${there.personId})
        where consent_id = ${two.consentId}`;
    });
    await acts.work(actId);
    expect(await acts.stateOf(actId)).toBe("done 1/1/0/0");
    expect([await consents.stateOf(one), await consents.stateOf(two)]).toEqual(["terminated", "given"]);
    expect((await readAct(first(), actId)).unworked).toMatchObject([{ reason: "namesOthersNow" }]);
  });

  test("takes nothing from an advisor who is back before its turn comes", async () => {
    const { advisor, leave } = await leaver();
    const both = [await consents.given({}, { advisor }), await consents.given({}, { advisor })];
    await leave();
    const actId = await acts.propose(first(), asking(advisor), "advisorLeft");
    await people.superuser`update people set disabled_at = null where person_id = ${advisor.personId}`;
    await acts.work(actId);
    expect(await acts.stateOf(actId)).toBe("done 0/2/0/0");
    expect(await Promise.all(both.map(consents.stateOf))).toEqual(["given", "given"]);
    expect((await readAct(first(), actId)).unworked).toMatchObject([
      ...[{ reason: "advisorIsBack" }, { reason: "advisorIsBack" }],
    ]);
  });

  test("is of an advisor of the own firm, in favour of one who is there", async () => {
    const { advisor, leave } = await leaver();
    await leave();
    for (const asked of [
      asking(north.investor),
      asking(south.advisor),
      asking(advisor, advisor),
      asking(advisor, south.advisor),
      asking(advisor, north.compliance),
    ])
      await expect(previewAct(first(), asked)).rejects.toEqual(code("oversight.not_an_advisor"));
  });
});
