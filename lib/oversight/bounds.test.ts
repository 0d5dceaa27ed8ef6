import { describe, expect, test } from "vitest";
import { type ConsentId, newId } from "#lib/kernel/id.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testOversight } from "#scripts/testing/oversight.ts";
import { terminateConsent } from "#scripts/testing/terminate-consent.ts";
import { approveAct } from "./decide-act.ts";
import { listActs } from "./list-acts.ts";
import { previewAct } from "./preview-act.ts";
import { proposeAct } from "./propose-act.ts";
import { readAct } from "./read-act.ts";
import { resumeAct, stopAct } from "./stop-act.ts";

const database = testDatabase();
const { people, consents, acts, own, first, second, givenMany, forge } = testOversight(database);
const { north } = people;
const code = (wanted: string) => expect.objectContaining({ code: wanted });

describe("an act that was stopped", () => {
  test("goes on within 72 hours by the database’s clock; then it has lapsed, is told, and is proposed anew", async () => {
    const consentIds = await givenMany(2);
    const actId = await acts.terminate(first(), consentIds);
    await stopAct(first(), { actId });
    await acts.age(actId, 71);
    await acts.findLive();
    expect(await acts.stateOf(actId)).toBe("stopped 0/0/0/2");
    await acts.age(actId, 1);
    expect(await acts.stateOf(actId)).toBe("lapsed 0/0/0/2");
    expect((await listActs(first(), { state: "lapsed" }, null)).rows.map(({ id }) => id)).toContain(actId);
    await expect(resumeAct(second(), { actId })).rejects.toEqual(code("oversight.stopped_too_long"));
    await expect(
      forge(
        (sql) => sql`update staff_acts set state = 'running', stopped_by = null, stopped_at = null
        where act_id = ${actId}`,
      ),
    ).rejects.toMatchObject({ code: "23514" });

    await acts.findLive();
    const jobs = await people.superuser`select 1 from graphile_worker._private_jobs
      where payload::text like ${`%${actId}%`}`;
    expect(jobs.length).toBeGreaterThan(0);
    await acts.work(actId);
    expect(await acts.told(actId)).toEqual(["actProposed", "actStopped", "actLeftStopped"]);
    expect((await people.events(actId)).at(-1)?.facts).toMatchObject({ open: 2 });
    const view = await readAct(first(), actId);
    expect([view.state, view.stopped?.by.id]).toEqual(["lapsed", own().personId]);
    await expect(resumeAct(second(), { actId })).rejects.toEqual(code("oversight.stopped_too_long"));
    const anew = await acts.terminate(first(), consentIds);
    await acts.work(anew);
    expect(await acts.stateOf(anew)).toBe("done 2/0/0/0");
  });

  test("does not lapse before its time, whoever says so", async () => {
    const actId = await acts.terminate(first(), await givenMany(2));
    await stopAct(first(), { actId });
    const early = database.connect("data", "licet_worker").begin(async (sql) => {
      await sql`select set_config('role', 'licet_job', true), set_config('app.tenant_id', ${north.tenantId}, true)`;
      await sql`update staff_acts set state = 'lapsed' where act_id = ${actId}`;
    });
    await expect(early).rejects.toMatchObject({ code: "23514" });
    expect(await acts.work(actId)).toEqual({ kind: "refused", reason: "stopped" });
  });

  test("of two people goes on by another one than who proposed it, in the code and in the database", async () => {
    const two = [await acts.credential(north.investor), await acts.credential(north.investor)];
    const actId = await acts.delete(first(), two);
    await approveAct(second(), { actId });
    await stopAct(first(), { actId });
    expect((await readAct(first(), actId)).mayResume).toBe(false);
    expect((await readAct(second(), actId)).mayResume).toBe(true);
    await expect(resumeAct(first(), { actId })).rejects.toEqual(code("oversight.same_person"));
    await expect(
      forge(
        (sql) => sql`update staff_acts set state = 'running', stopped_by = null, stopped_at = null
        where act_id = ${actId}`,
      ),
    ).rejects.toMatchObject({ code: "23514" });
    await resumeAct(second(), { actId });
    await acts.work(actId);
    expect(await acts.stateOf(actId)).toBe("done 2/0/0/0");
  });

  test("of one person takes another one where the firm asks for two by now", async () => {
    const actId = await acts.terminate(first(), await givenMany(2));
    await stopAct(first(), { actId });
    await acts.firmAsks(true);
    await expect(resumeAct(first(), { actId })).rejects.toEqual(code("oversight.same_person"));
    await acts.firmAsks(false);
    await resumeAct(first(), { actId });
    await acts.work(actId);
  });
});

test("when staff decide and stop is said by the database and not by who decides", async () => {
  const two = [await acts.credential(north.investor), await acts.credential(north.investor)];
  const actId = await acts.delete(second(), two);
  await forge(
    (sql) => sql`update staff_acts set state = 'running', decided_by = app_person(), decided_at = '2020-01-01'
      where act_id = ${actId}`,
  );
  await forge(
    (sql) => sql`update staff_acts set state = 'stopped', stopped_by = app_person(), stopped_at = '2099-01-01'
      where act_id = ${actId}`,
  );
  const [row] =
    await people.superuser`select decided_at between now() - interval '1 minute' and now() as decided,
    stopped_at between now() - interval '1 minute' and now() as stopped from staff_acts where act_id = ${actId}`;
  expect(row).toEqual({ decided: true, stopped: true });
});

describe("twenty consents", () => {
  test("are ended by one person alone within a day, by however many acts: the next one needs a second person", async () => {
    const consentIds = await givenMany(22);
    const [one, part, last, more] = [
      consentIds.slice(0, 1),
      consentIds.slice(1, 18),
      consentIds.slice(18, 20),
      consentIds.slice(20),
    ];
    for (const ids of [one, part, last])
      expect(await acts.stateOf(await acts.terminate(first(), ids))).not.toMatch(/^proposed/);
    const asked = { kind: "consents.terminate", consentIds: more.slice(0, 1) } as const;
    expect((await previewAct(first(), asked)).second).toBe("manyConsents");
    const actId = await acts.terminate(first(), more.slice(0, 1));
    expect(await acts.stateOf(actId)).toBe("proposed 0/0/0/1");
    // Another one of compliance has a count of their own, and it is of a day.
    expect((await previewAct(second(), asked)).second).toBeNull();
    await people.superuser.begin(async (sql) => {
      await sql`set local session_replication_role = replica`;
      await sql`update staff_acts set proposed_at = proposed_at - interval '25 hours',
        lapses_at = lapses_at - interval '25 hours' where proposed_by = ${own().personId}`;
    });
    expect(await acts.stateOf(await acts.terminate(first(), more.slice(1)))).toBe("done 1/0/0/0");
  });

  test("that were put by yesterday do not all go on today by who put them by", async () => {
    const actId = await acts.terminate(first(), await givenMany(2));
    await stopAct(first(), { actId });
    await acts.age(actId, 25);
    expect((await readAct(first(), actId)).mayResume).toBe(false);
    await expect(resumeAct(first(), { actId })).rejects.toEqual(code("oversight.same_person"));
    for (const by of [own().personId, ""]) {
      const forged = forge(async (sql) => {
        await sql`select set_config('app.person_id', ${by}, true)`;
        await sql`update staff_acts set state = 'running', stopped_by = null, stopped_at = null
          where act_id = ${actId}`;
      });
      await expect(forged, by).rejects.toMatchObject({ code: "23514" });
    }
    await resumeAct(second(), { actId });
    await acts.work(actId);
  });

  test("are counted at this moment: not by an older view of the table, and not under another time", async () => {
    const begin = (more: { level?: string; at?: string }) =>
      database
        .connect("data", "licet_web")
        .begin(`isolation level ${more.level ?? "read committed"}`, async (sql) => {
          await sql`select set_config('role', 'licet_compliance', true), set_config('app.tenant_id', ${north.tenantId}, true),
          set_config('app.person_id', ${own().personId}, true)`;
          await sql`insert into staff_acts (tenant_id, act_id, kind, reason, state, planned, needs_second, proposed_by,
            proposed_at, lapses_at)
          values (${north.tenantId}, ${newId("act")}, 'consents.terminate', 'legalDuty', 'running', 20, false,
            ${own().personId}, clock_timestamp() - ${more.at ?? "0"}::interval, now() + interval '71 hours')`;
        });
    await expect(begin({ level: "repeatable read" })).rejects.toThrow("counted by what others have left");
    await expect(begin({ at: "6 minutes" })).rejects.toThrow(/proposed now|row-level security/);
  });

  test("are as many for two pages that are sent at once", async () => {
    const consentIds = await givenMany(24);
    const posted = await Promise.all(
      [consentIds.slice(0, 12), consentIds.slice(12)].map((ids) =>
        acts.asShown(first(), { kind: "consents.terminate", consentIds: ids }, "legalDuty"),
      ),
    );
    await people.warm();
    const results = await Promise.allSettled(posted.map((one) => proposeAct(first(), one)));
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(results.find(({ status }) => status === "rejected")).toMatchObject({
      reason: code("oversight.stale_preview"),
    });
  });

  test("are counted by the database too, and no consent is ended beside an act", async () => {
    const [kept, ...ended] = await givenMany(21);
    for (const consentId of ended) await terminateConsent(first(), { consentId, reason: "legalDuty" });
    const next = terminateConsent(first(), { consentId: kept as ConsentId, reason: "legalDuty" });
    await expect(next).rejects.toMatchObject({ cause: { code: "23514" } });
    await expect(
      forge(
        (sql) => sql`update consents set state = 'terminated', revision = revision + 1, ended_at = now()
        where consent_id = ${kept as string}`,
      ),
    ).rejects.toMatchObject({ code: "42501" });
    expect(await consents.stateOf({ consentId: kept as ConsentId })).toBe("given");
  });
});
