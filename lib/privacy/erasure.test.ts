import { describe, expect, test } from "vitest";
import { newId } from "#lib/kernel/id.ts";
import {
  type BankSide,
  evidenceUntil,
  isDue,
  metAt,
  nextLook,
  type Obligation,
  obligationKinds,
  obligationStates,
  obligationsOf,
  obligationTransitions,
  pass,
  settle,
  standingOf,
} from "./erasure.ts";

const now = new Date("2026-11-21T12:00:00Z");
const later = new Date("2026-11-22T12:00:00Z");
const erasure = { erasureId: newId("era") };
const side = (more: Partial<BankSide> = {}): BankSide => ({
  ...{
    connectionId: newId("cnx"),
    credentialId: newId("crd"),
    isOwed: true,
    hasGiven: true,
    deadline: later,
  },
  ...more,
});
const open = (more: Partial<Obligation> = {}): Obligation => ({
  ...{
    kind: "records",
    subjectId: erasure.erasureId,
    state: "open",
    reason: "notYet",
    until: null,
    settledAt: null,
  },
  ...more,
});

describe("the ledger", () => {
  test("has a line for each bank that may have to be told, each bank access, and each other kind", () => {
    const sides = [side(), side({ isOwed: false })];
    const credentials = [newId("crd"), newId("crd"), newId("crd")];
    const ledger = obligationsOf(erasure, sides, credentials);
    const count = (kind: string) => ledger.filter((one) => one.kind === kind).length;
    expect(count("bankSide")).toBe(2);
    expect(count("bankAccess")).toBe(3);
    for (const kind of obligationKinds.filter((one) => !["bankSide", "bankAccess"].includes(one))) {
      expect(count(kind), kind).toBe(1);
    }
    expect(ledger.every(({ state }) => state === "open")).toBe(true);
  });

  test("says until when a bank is waited for that has something left to be told, and of no other", () => {
    const [owed, never, told] = [side(), side({ hasGiven: false }), side({ isOwed: false })];
    const lines = obligationsOf(erasure, [owed, never, told], []).filter(({ kind }) => kind === "bankSide");
    expect(lines.map(({ reason, until }) => [reason, until])).toEqual([
      ["bankNotTold", later],
      ["notYet", null],
      ["notYet", null],
    ]);
  });
});

describe("an obligation", () => {
  test("that was met is never owed again, from whatever it is", () => {
    for (const state of obligationStates) {
      const after = settle(open({ state, until: later }), { state: "done", reason: "met" }, now);
      expect(after === null, state).toBe(state !== "open");
      expect((obligationTransitions[state] as readonly string[]).includes("open")).toBe(false);
    }
  });

  test("that waits or is kept is over when its moment has come, and not before", () => {
    for (const state of ["waiting", "kept"] as const) {
      const line = open({ state, until: later, settledAt: now });
      expect(isDue(line, new Date(later.getTime() - 1))).toBe(false);
      expect(isDue(line, later)).toBe(true);
      expect(pass(line)).toMatchObject({ state: "done", reason: "timePassed", settledAt: now });
    }
    expect(isDue(open({ until: now }), later)).toBe(false);
    expect(isDue(open({ state: "done", until: now }), later)).toBe(false);
  });
});

describe("an erasure", () => {
  const all = (state: Obligation["state"]) => obligationKinds.map((kind) => ({ kind, state }));

  test("is complete when everything is done or lawfully kept, and while one thing is not, says which", () => {
    expect(standingOf(all("done"))).toEqual({ kind: "complete", keeps: [] });
    for (const kind of obligationKinds) {
      for (const state of ["open", "waiting"] as const) {
        const ledger = [...all("done").filter((one) => one.kind !== kind), { kind, state }];
        expect(standingOf(ledger)).toEqual({ kind: "inProgress", waitingFor: [kind] });
      }
      const kept = [...all("done").filter((one) => one.kind !== kind), { kind, state: "kept" as const }];
      expect(standingOf(kept)).toEqual({ kind: "complete", keeps: [kind] });
    }
  });

  test("with one bank of two outstanding waits for a bank, and one without any line is not complete", () => {
    const ledger = [...all("done"), { kind: "bankSide" as const, state: "open" as const }];
    expect(standingOf(ledger)).toEqual({ kind: "inProgress", waitingFor: ["bankSide"] });
    expect(standingOf([])).toEqual({ kind: "inProgress", waitingFor: [] });
  });

  test("reckons backups from the last of what they hold, and not while one of it is open", () => {
    const done = (settledAt: Date) => open({ state: "done", settledAt });
    expect(metAt([done(now), done(later)], ["records"])).toEqual(later);
    expect(metAt([done(now), open()], ["records"])).toBeNull();
  });

  test("is looked at soon while something is open, then at the next moment, and never once nothing is left", () => {
    const waits = (until: Date) => open({ state: "waiting", until, settledAt: now });
    expect(nextLook([open(), waits(later)], now)?.getTime()).toBe(now.getTime() + 300_000);
    expect(nextLook([waits(later), waits(new Date("2027-01-01T00:00:00Z"))], now)).toEqual(later);
    expect(nextLook([open({ state: "done", until: later, settledAt: now })], now)).toBeNull();
  });

  test("keeps the proof for two years, on a leap day too", () => {
    expect(evidenceUntil(now).toISOString()).toBe("2028-11-21T12:00:00.000Z");
    expect(evidenceUntil(new Date("2028-02-29T12:00:00Z")).toISOString()).toBe("2030-03-01T12:00:00.000Z");
  });
});
