import { describe, expect, test } from "vitest";
import { recordRefusal } from "#lib/audit/record-refusal.ts";
import type { AppError } from "#lib/kernel/errors.ts";
import { type ConsentId, newId } from "#lib/kernel/id.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testOversight } from "#scripts/testing/oversight.ts";
import { winners } from "#scripts/testing/people.ts";
import { terminateConsent } from "#scripts/testing/terminate-consent.ts";
import { changeRule, readRule } from "./change-rule.ts";
import { approveAct, turnDownAct } from "./decide-act.ts";
import { exportActs } from "./export-acts.ts";
import { listActs } from "./list-acts.ts";
import { previewAct } from "./preview-act.ts";
import { proposeAct } from "./propose-act.ts";
import { readAct } from "./read-act.ts";
import { resumeAct, stopAct } from "./stop-act.ts";
import type { ActRowView } from "./view.ts";

const { people, consents, acts, first, second, givenMany, forge } = testOversight(testDatabase());
const { north, south } = people;
const code = (wanted: string) => expect.objectContaining({ code: wanted });

describe("one consent, where the firm asks for nobody else,", () => {
  test("has ended when the click returns, with the act, its item and their events in one commit", async () => {
    const consent = await consents.given();
    const ctx = first();
    const actId = await acts.terminate(ctx, [consent.consentId]);
    expect(await consents.stateOf(consent)).toBe("terminated");
    expect(await consents.grantsOf(consent)).toBe(0);
    expect(await acts.stateOf(actId)).toBe("done 1/0/0/0");
    expect((await people.events(ctx.requestId)).map(({ type }) => type)).toEqual([
      ...["oversight.actProposed", "consent.terminated", "oversight.actDone"],
    ]);
  });

  test("is named on pages that staff open, and each of these looks is in the log, by what was shown", async () => {
    const { consentId } = await consents.given();
    const looking = first();
    await previewAct(looking, { kind: "consents.terminate", consentIds: [consentId] });
    expect(await people.events(looking.requestId)).toMatchObject([
      {
        type: "oversight.actPreviewed",
        facts: { kind: "consents.terminate", items: 1, stays: 0, ids: [consentId], advisorId: null },
      },
    ]);
    const actId = await acts.terminate(first(), [consentId]);
    const reading = second();
    await readAct(reading, actId);
    expect(await people.events(reading.requestId)).toMatchObject([
      { type: "console.opened", subjectId: actId, facts: { what: "act", id: actId } },
    ]);
  });

  test("is not ended if any of that cannot be written", async () => {
    const consent = await consents.given();
    await people.superuser`revoke insert on staff_act_items from licet_compliance`;
    const attempt = acts.terminate(first(), [consent.consentId]);
    await expect(
      attempt.finally(() => people.superuser`grant insert on staff_act_items to licet_compliance`),
    ).rejects.toThrow();
    expect(await consents.stateOf(consent)).toBe("given");
  });
});

describe("where the firm asks for a second person", () => {
  test("nothing has happened until somebody else says yes, and then it has", async () => {
    await acts.firmAsks(true);
    const consent = await consents.given();
    const actId = await acts.terminate(first(), [consent.consentId]);
    expect(await acts.stateOf(actId)).toBe("proposed 0/0/0/1");
    expect(await acts.work(actId)).toEqual({ kind: "refused", reason: "proposed" });
    expect(await consents.stateOf(consent)).toBe("given");

    await approveAct(second(), { actId });
    await acts.work(actId);
    expect(await consents.stateOf(consent)).toBe("terminated");
    expect(await acts.stateOf(actId)).toBe("done 1/0/0/0");
    expect(await acts.told(actId)).toEqual(["actProposed", "actApproved", "itemWorked", "actDone"]);
    const [line] = await people.superuser`select actor_type, reason from consent_events
      where consent_id = ${consent.consentId} and act = 'terminated'`;
    expect(line).toEqual({ actor_type: "job", reason: "legalDuty" });
  });

  test("no page and no call ends a consent alone: the database refuses it", async () => {
    const consent = await consents.given();
    await acts.firmAsks(true);
    const attempt = terminateConsent(first(), { consentId: consent.consentId, reason: "legalDuty" });
    await expect(attempt).rejects.toMatchObject({ cause: { code: "42501" } });
    await acts.firmAsks(false);
    await terminateConsent(first(), { consentId: consent.consentId, reason: "legalDuty" });
    expect(await consents.stateOf(consent)).toBe("terminated");
  });

  test("the one who proposed it cannot be the second, by code or by the database, and the attempt is told", async () => {
    await acts.firmAsks(true);
    const { consentId } = await consents.given();
    const actId = await acts.terminate(first(), [consentId]);
    const ctx = first();
    const refusal = await approveAct(ctx, { actId }).catch((cause: unknown) => cause);
    expect(refusal).toEqual(code("oversight.same_person"));
    await recordRefusal(ctx, refusal as AppError);
    expect(await people.events(ctx.requestId)).toMatchObject([
      { type: "access.refused", facts: { code: "oversight.same_person" } },
    ]);
    const forged = forge(
      (sql) => sql`update staff_acts set state = 'running', decided_by = app_person(), decided_at = now()
        where act_id = ${actId}`,
    );
    await expect(forged).rejects.toMatchObject({ code: "23514" });
    expect(await acts.stateOf(actId)).toBe("proposed 0/0/0/1");
  });

  test("of two who say yes and no at once, one is heard", async () => {
    await acts.firmAsks(true);
    const actId = await acts.terminate(first(), await givenMany(1));
    const third = people.as(await people.add("compliance"));
    await people.warm();
    const attempts = [approveAct(second(), { actId }), turnDownAct(third, { actId })];
    expect(await winners(attempts, "oversight.act_changed")).toBe(1);
  });

  test("an act that is refused or taken back is never done", async () => {
    await acts.firmAsks(true);
    const consent = await consents.given();
    const refused = await acts.terminate(first(), [consent.consentId]);
    await turnDownAct(second(), { actId: refused });
    const takenBack = await acts.terminate(first(), [consent.consentId]);
    await turnDownAct(first(), { actId: takenBack });
    for (const [actId, state] of [[refused, "refused"] as const, [takenBack, "takenBack"] as const]) {
      expect(await acts.work(actId)).toEqual({ kind: "refused", reason: state });
      await expect(approveAct(second(), { actId })).rejects.toEqual(code("oversight.act_changed"));
    }
    expect(await acts.told(refused)).toEqual(["actProposed", "actRefused"]);
    expect(await acts.told(takenBack)).toEqual(["actProposed", "actTakenBack"]);
    expect(await consents.stateOf(consent)).toBe("given");
  });

  test("an act lapses after 72 hours, whoever’s clock says otherwise", async () => {
    await acts.firmAsks(true);
    const consent = await consents.given();
    const actId = await acts.terminate(first(), [consent.consentId]);
    people.clock.advance(80 * 3_600_000);
    await acts.findLive();
    expect(await acts.stateOf(actId)).toBe("proposed 0/0/0/1");
    people.clock.reset();
    await acts.age(actId, 72);
    expect(await acts.stateOf(actId)).toBe("lapsed 0/0/0/1");
    await expect(approveAct(second(), { actId })).rejects.toEqual(code("oversight.act_lapsed"));
    await acts.findLive();
    const [job] = await people.superuser`select payload from graphile_worker._private_jobs
      where payload ->> 'actId' = ${actId} and payload ->> 'personId' is null`;
    expect(job?.payload).toEqual({ tenantId: north.tenantId, actId });
    await acts.work(actId);
    expect(await acts.told(actId)).toEqual(["actProposed", "actLapsed"]);
    expect(await consents.stateOf(consent)).toBe("given");
  });
});

describe("what is done is what was shown", () => {
  test("a page that has become old is refused, and nothing of it is done", async () => {
    const [one, two] = await givenMany(2);
    const asked = { kind: "consents.terminate", consentIds: [one, two].sort() as ConsentId[] } as const;
    const posted = await acts.asShown(first(), asked, "legalDuty");
    await acts.terminate(first(), [one as ConsentId]);
    await expect(proposeAct(first(), posted)).rejects.toEqual(code("oversight.stale_preview"));
    expect(await consents.stateOf({ consentId: two as ConsentId })).toBe("given");
    await proposeAct(first(), await acts.asShown(first(), asked, "legalDuty"));
    expect(await consents.stateOf({ consentId: two as ConsentId })).toBe("terminated");
  });

  test("a rule of the firm that changed meanwhile makes the page old, too", async () => {
    const consentIds = await givenMany(1);
    const posted = await acts.asShown(first(), { kind: "consents.terminate", consentIds }, "legalDuty");
    await acts.firmAsks(true);
    await expect(proposeAct(first(), posted)).rejects.toEqual(code("oversight.stale_preview"));
  });

  test("posted twice at once, it is done once", async () => {
    const consentIds = await givenMany(1);
    const posted = await acts.asShown(first(), { kind: "consents.terminate", consentIds }, "legalDuty");
    await people.warm();
    const results = await Promise.allSettled([proposeAct(first(), posted), proposeAct(first(), posted)]);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await consents.acts({ consentId: consentIds[0] as ConsentId })).toContain("terminated");
  });

  test("nothing is begun where nothing is left to do", async () => {
    const consentIds = await givenMany(1);
    await acts.terminate(first(), consentIds);
    const again = acts.terminate(first(), consentIds);
    await expect(again).rejects.toEqual(code("oversight.nothing_to_do"));
  });
});

describe("whoever is not to do it", () => {
  test("is refused: other roles, other firms, and those who did not prove anew who they are", async () => {
    await acts.firmAsks(true);
    const consentIds = await givenMany(1);
    const asked = { kind: "consents.terminate", consentIds } as const;
    const posted = await acts.asShown(first(), asked, "legalDuty");
    const actId = await proposeAct(first(), posted);
    for (const role of ["investor", "advisor", "admin"] as const) {
      const ctx = people.as(north[role]);
      for (const attempt of [
        () => previewAct(ctx, asked),
        () => proposeAct(ctx, posted),
        () => approveAct(ctx, { actId }),
        () => turnDownAct(ctx, { actId }),
        () => stopAct(ctx, { actId }),
        () => resumeAct(ctx, { actId }),
        () => readAct(ctx, actId),
        () => listActs(ctx, {}, null),
      ])
        await expect(attempt(), `${role} ${attempt}`).rejects.toEqual(code("auth.forbidden"));
    }
    const stranger = people.as(south.compliance);
    await expect(previewAct(stranger, asked)).rejects.toEqual(code("consent.not_found"));
    for (const attempt of [approveAct, turnDownAct, stopAct, resumeAct])
      await expect(attempt(stranger, { actId })).rejects.toEqual(code("oversight.not_found"));
    expect((await listActs(stranger, {}, null)).rows).toEqual([]);

    const old = { authenticatedAt: new Date(Date.now() - 6 * 60_000) };
    for (const attempt of [
      () => previewAct(first(old), asked),
      () => proposeAct(first(old), posted),
      () => approveAct(second(old), { actId }),
      () => resumeAct(second(old), { actId }),
    ])
      await expect(attempt()).rejects.toEqual(code("auth.step_up_required"));
    expect(await acts.stateOf(actId)).toBe("proposed 0/0/0/1");
  });
});

describe("what the firm asks for", () => {
  test("is the administrator’s to say, once at a time, and leaves its event", async () => {
    const admin = people.as(north.admin);
    const { revision } = await readRule(admin);
    await changeRule(admin, { revision, secondPersonForConsents: true });
    expect(await readRule(first())).toMatchObject({ secondPersonForConsents: true });
    expect(await people.events(admin.requestId)).toMatchObject([
      { type: "oversight.ruleChanged", facts: { secondPersonForConsents: true } },
    ]);
    await expect(changeRule(admin, { revision, secondPersonForConsents: false })).rejects.toEqual(
      code("oversight.rule_changed"),
    );
    await expect(changeRule(first(), { revision: 1, secondPersonForConsents: false })).rejects.toEqual(
      code("auth.forbidden"),
    );
    const old = { authenticatedAt: new Date(Date.now() - 6 * 60_000) };
    const late = people.as(north.admin, old);
    await expect(changeRule(late, { revision: 1, secondPersonForConsents: false })).rejects.toEqual(
      code("auth.step_up_required"),
    );
  });
});

describe("the list of acts", () => {
  test("has the newest first, by kind and by how it stands now, a page at a time", async () => {
    await acts.delete(first(), [await acts.credential(north.investor)]);
    const { rows, next } = await listActs(first(), {}, null);
    expect(rows.length).toBeGreaterThan(5);
    expect(next).toBeNull();
    const times = rows.map(({ proposed }) => proposed.at);
    expect(times).toEqual([...times].sort().reverse());
    const deleted = await listActs(first(), { kind: "credentials.delete" }, null);
    expect(new Set(deleted.rows.map(({ kind }) => kind))).toEqual(new Set(["credentials.delete"]));
    const lapsed = await listActs(first(), { state: "lapsed" }, null);
    expect(lapsed.rows).toHaveLength(1);
    const [top] = rows;
    const after = await listActs(first(), {}, top?.id as never);
    expect(after.rows.map(({ id }) => id)).toEqual(rows.slice(1).map(({ id }) => id));
    await expect(readAct(first(), newId("act"))).rejects.toEqual(code("oversight.not_found"));
    expect(rows[0]?.proposed.by.name).toBe("Nøra compliance");
  });
});

describe("the list of acts as a file", () => {
  test("has every act that is looked for, and its entry before the first of them", async () => {
    for (let turn = 0; turn < 2; turn += 1)
      await acts.delete(first(), [await acts.credential(north.investor)]);
    const ctx = first();
    const { rows } = await listActs(ctx, { kind: "credentials.delete" }, null);
    const lines: ActRowView[] = [];
    for await (const line of await exportActs(ctx, { kind: "credentials.delete" })) lines.push(line);
    expect(lines).toEqual(rows);
    expect(await people.events(ctx.requestId)).toMatchObject([
      { type: "oversight.listExported", facts: { filters: ["kind"], count: rows.length } },
    ]);
  });

  test("is compliance’s alone, after a fresh proof", async () => {
    for (const role of ["investor", "advisor", "admin"] as const)
      await expect(exportActs(people.as(north[role]), {})).rejects.toEqual(code("auth.forbidden"));
    const late = first({ authenticatedAt: new Date(Date.now() - 6 * 60_000) });
    await expect(exportActs(late, {})).rejects.toEqual(code("auth.step_up_required"));
    expect(await people.events(late.requestId)).toEqual([]);
  });
});
