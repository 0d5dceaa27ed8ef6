import { describe, expect, test } from "vitest";
import { newId } from "#lib/kernel/id.ts";
import {
  approve,
  lapse,
  mostAlone,
  resume,
  type StaffAct,
  secondPersonFor,
  stop,
  turnDown,
  whatBecomesOf,
} from "./oversight.ts";

const [first, second] = [newId("per"), newId("per")];
const at = new Date("2026-11-20T12:00:00Z");
const later = new Date(at.getTime() + 72 * 3_600_000);

const proposed = (more: Partial<StaffAct> = {}): StaffAct => ({
  ...{ tenantId: newId("ten"), actId: newId("act"), kind: "consents.terminate", reason: "legalDuty" },
  ...{ state: "proposed", planned: 3, stays: 0, needsSecond: true, institutionId: null },
  ...{ advisorId: null, successorId: null, proposed: { by: first, at }, lapsesAt: later },
  ...{ decided: null, stopped: null, finishedAt: null },
  ...more,
});

describe("a second person", () => {
  test("is needed for a second bank access and for the consent after the twentieth, or where the firm asks", () => {
    const alone = { firmAsks: false, endedAlone: 0 };
    expect(secondPersonFor("credentials.delete", 1, { firmAsks: true, endedAlone: 20 })).toBeNull();
    expect(secondPersonFor("credentials.delete", 2, alone)).toBe("manyCredentials");
    for (const kind of ["consents.terminate", "advisor.offboard"] as const) {
      expect(secondPersonFor(kind, mostAlone, alone)).toBeNull();
      expect(secondPersonFor(kind, mostAlone + 1, alone)).toBe("manyConsents");
      expect(secondPersonFor(kind, 1, { ...alone, endedAlone: mostAlone })).toBe("manyConsents");
      expect(secondPersonFor(kind, 1, { ...alone, endedAlone: mostAlone - 1 })).toBeNull();
      expect(secondPersonFor(kind, 1, { ...alone, firmAsks: true })).toBe("firmAsks");
    }
  });

  test("is not the first one", () => {
    expect(() => approve(proposed(), first, at)).toThrowError(
      expect.objectContaining({ code: "oversight.same_person" }),
    );
    expect(approve(proposed(), second, at)).toMatchObject({ state: "running", decided: { by: second } });
  });

  test("comes in time or not at all", () => {
    const justBefore = new Date(later.getTime() - 1);
    expect(approve(proposed(), second, justBefore).state).toBe("running");
    for (const late of [() => approve(proposed(), second, later), () => turnDown(proposed(), second, later)])
      expect(late).toThrowError(expect.objectContaining({ code: "oversight.act_lapsed" }));
  });

  test("refuses, and the first one takes back", () => {
    expect(turnDown(proposed(), second, at).state).toBe("refused");
    expect(turnDown(proposed(), first, at).state).toBe("takenBack");
  });
});

describe("an act", () => {
  test("that was decided is not decided again, and what is not running is not stopped", () => {
    const over = [
      proposed({ state: "refused" }),
      proposed({ state: "takenBack" }),
      proposed({ state: "done" }),
      proposed({ state: "running" }),
      proposed({ state: "stopped" }),
    ];
    const changed = expect.objectContaining({ code: "oversight.act_changed" });
    for (const act of over) {
      expect(() => approve(act, second, at), act.state).toThrowError(changed);
      expect(() => turnDown(act, second, at), act.state).toThrowError(changed);
      if (act.state !== "stopped") expect(() => lapse(act), act.state).toThrowError(changed);
      if (act.state !== "running") expect(() => stop(act, second, at), act.state).toThrowError(changed);
      if (act.state !== "stopped")
        expect(() => resume(act, second, at, false), act.state).toThrowError(changed);
    }
  });

  const stopped = (more: Partial<StaffAct> = {}) =>
    proposed({ state: "stopped", stopped: { by: first, at }, decided: { by: second, at }, ...more });

  test("that was stopped goes on within 72 hours or not at all", () => {
    const justBefore = new Date(later.getTime() - 1);
    expect(resume(stopped(), second, justBefore, false)).toMatchObject({ state: "running", stopped: null });
    const late = expect.objectContaining({ code: "oversight.stopped_too_long" });
    expect(() => resume(stopped(), second, later, false)).toThrowError(late);
    expect(() => resume(stopped({ state: "lapsed" }), second, at, false)).toThrowError(late);
    expect(lapse(stopped()).state).toBe("lapsed");
  });

  test("of two people goes on by another one than who proposed it, and so does what takes two by now", () => {
    const same = expect.objectContaining({ code: "oversight.same_person" });
    expect(() => resume(stopped(), first, at, false)).toThrowError(same);
    const alone = stopped({ needsSecond: false, decided: null });
    expect(resume(alone, first, at, false).state).toBe("running");
    expect(() => resume(alone, first, at, true)).toThrowError(same);
    expect(resume(alone, second, at, true).state).toBe("running");
  });

  test("of yesterday goes on by another one too, so that nobody ends what they had put by for one day", () => {
    const same = expect.objectContaining({ code: "oversight.same_person" });
    const dayLater = new Date(at.getTime() + 24 * 3_600_000);
    const [alone, access] = [
      stopped({ needsSecond: false, decided: null, kind: "consents.terminate" }),
      stopped({ needsSecond: false, decided: null, kind: "credentials.delete" }),
    ];
    expect(() => resume(alone, first, dayLater, false)).toThrowError(same);
    expect(resume(alone, second, dayLater, false).state).toBe("running");
    expect(resume(access, first, dayLater, false).state).toBe("running");
  });
});

describe("what becomes of a consent when an advisor leaves", () => {
  const [leaving, successor, other, gone] = [newId("per"), newId("per"), newId("per"), newId("per")];
  const isPresent = (id: string) => id !== gone && id !== leaving;
  const become = (advisorIds: (typeof leaving)[], programs = 0, to: typeof leaving | null = successor) =>
    whatBecomesOf({ advisorIds, programs }, leaving, to, isPresent);

  test("it ends where they were the only one, whoever takes over: the investor agreed to nobody else", () => {
    expect(become([leaving])).toBe("ends");
    expect(become([leaving], 0, null)).toBe("ends");
  });

  test("it goes on for those who are still there, and for programs", () => {
    expect(become([leaving, successor])).toBe("staysForSuccessor");
    expect(become([leaving, other])).toBe("staysForOthers");
    expect(become([leaving], 1)).toBe("staysForOthers");
  });

  test("it ends where the others have left before", () => {
    expect(become([leaving, gone])).toBe("ends");
  });
});
