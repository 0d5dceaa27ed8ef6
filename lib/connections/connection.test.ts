import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AppError } from "#lib/kernel/errors.ts";
import { type AccountId, newId } from "#lib/kernel/id.ts";
import * as model from "./connection.ts";
import {
  type Connection,
  type ConnectionState,
  connectionStates,
  connectionTransitions,
} from "./connection.ts";

const at = new Date("2026-03-30T10:00:00.000Z");

const begun: Connection = {
  tenantId: newId("ten"),
  connectionId: newId("cnx"),
  investorId: newId("per"),
  institutionId: "sandbox-retail",
  region: "eu-nl",
  credentialId: newId("crd"),
  consentId: newId("con"),
  state: "linking",
  ...{ needs: null, needsReason: null, needsSince: null },
  ...{ bankReference: null, bankValidUntil: null, lastScaAt: null },
  ...{ begunAt: at, linkedAt: null, endedAt: null, endedReason: null },
  ...{ leftReferences: [], endingDueAt: null, nextRefreshAt: null },
};
const grant = (reference: string) => ({ reference, validUntil: "2026-06-30", at });

/** Every decision that there is about a connection. */
const decisions: Readonly<Record<string, (connection: Connection) => Connection>> = {
  letIn: (connection) => model.letIn(connection, grant("bank-1")),
  letInAnew: (connection) => model.letIn(connection, grant("bank-2")),
  activate: model.activate,
  needConfirm: (connection) => model.need(connection, "confirm", "consentExpired", at),
  needCredential: (connection) => model.need(connection, "credential", "wrongPassword", at),
  end: (connection) => model.end(connection, "byInvestor", at),
};

function attempt(name: string, connection: Connection): Connection | null {
  try {
    return decisions[name]?.(connection) ?? null;
  } catch (cause) {
    if (cause instanceof AppError) return null;
    throw cause;
  }
}

const choosing = model.letIn(begun, grant("bank-1"));
const active = model.activate(choosing);
const reached: Readonly<Record<ConnectionState, Connection>> = {
  ...{ linking: begun, choosing, active },
  ended: model.end(active, "byInvestor", at),
};

/** Written a second time on purpose, as states in which each decision means something. */
const expected: Readonly<Record<string, string>> = {
  letIn: "linking choosing active",
  letInAnew: "linking choosing active",
  activate: "choosing active",
  needConfirm: "linking choosing active",
  needCredential: "linking choosing active",
  end: "linking choosing active",
};

describe("a connection's life", () => {
  for (const state of connectionStates) {
    for (const [name, states] of Object.entries(expected)) {
      const isAllowed = states.split(" ").includes(state);
      test(`${name} is ${isAllowed ? "possible" : "refused"} for a ${state} one`, () => {
        expect(attempt(name, reached[state]) !== null).toBe(isAllowed);
      });
    }
  }

  test("goes along the table and along nothing else, whatever happens in whatever order", () => {
    const names = fc.array(fc.constantFrom(...Object.keys(decisions)), { maxLength: 25 });
    fc.assert(
      fc.property(names, (list) => {
        let connection = begun;
        for (const name of list) {
          const after = attempt(name, connection);
          if (!after) continue;
          const isKept = after.state === connection.state;
          const allowed: readonly string[] = connectionTransitions[connection.state];
          expect(isKept || allowed.includes(after.state)).toBe(true);
          connection = after;
          expect((connection.state === "ended") === (connection.endedAt !== null)).toBe(true);
          expect((connection.needs === null) === (connection.needsSince === null)).toBe(true);
          const isLinked = connection.state === "choosing" || connection.state === "active";
          if (isLinked) expect(connection.bankReference).not.toBeNull();
        }
      }),
    );
  });

  test("loses no access at the bank: what was given is used, or has yet to be ended", () => {
    const references = fc.array(fc.constantFrom("a", "b", "c", "d"), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(references, fc.boolean(), (given, isEnded) => {
        const last = given.reduce((connection, one) => model.letIn(connection, grant(one)), begun);
        const after = isEnded ? model.end(last, "byInvestor", at) : last;
        const known = new Set([...after.leftReferences, after.bankReference]);
        expect(given.every((one) => known.has(one))).toBe(true);
        expect(model.hasToTellBank(after)).toBe(isEnded || new Set(given).size > 1);
      }),
    );
  });
});

describe("what an investor has to do", () => {
  test("stays a new password once the bank has refused the old one", () => {
    const refused = model.need(active, "credential", "wrongPassword", at);
    expect(model.need(refused, "confirm", "consentExpired", at)).toBe(refused);
    expect(model.metNeed(refused)).toBe(refused);
    expect(() => model.requireTriable(refused)).toThrow("connection.credential_needed");
  });

  test("becomes a new password where it was a confirmation", () => {
    const waiting = model.need(active, "confirm", "consentExpired", at);
    expect(model.need(waiting, "credential", "wrongPassword", at).needs).toBe("credential");
    expect(model.requireTriable(waiting)).toBe(waiting);
  });

  test("is done when the bank lets the person in", () => {
    const waiting = model.need(active, "confirm", "consentExpired", at);
    expect(model.letIn(waiting, grant("bank-1"))).toMatchObject({ needs: null, state: "active" });
  });
});

describe("telling the bank", () => {
  test("settles what was told and nothing that has come since", () => {
    const before = model.left(model.left(active, "old"), "older");
    const since = model.left(before, "newer");
    expect(model.told(since, before)).toMatchObject({ leftReferences: ["newer"], bankReference: "bank-1" });
    const ended = model.end(before, "byInvestor", at);
    expect(model.hasToTellBank(model.told(ended, ended))).toBe(false);
  });

  test("goes on until the day on which the access ends by itself, or for a month", () => {
    expect(model.deadlineOf(active)).toEqual(new Date("2026-07-01T00:00:00.000Z"));
    const endless = { ...active, bankValidUntil: null };
    expect(model.deadlineOf(model.end(endless, "byInvestor", at))).toEqual(
      new Date("2026-04-29T10:00:00.000Z"),
    );
    const never = { ...active, bankValidUntil: "9999-12-31" };
    expect(model.deadlineOf(model.end(never, "byInvestor", at))).toEqual(
      new Date(at.getTime() + 180 * 86_400_000),
    );
  });
});

describe("a choice of accounts", () => {
  const [a, b, c] = [newId("acc"), newId("acc"), newId("acc")];
  const accounts = [
    { accountId: a, state: "offered" },
    { accountId: b, state: "offered" },
    { accountId: c, state: "gone" },
  ] as const;
  const choose = (wanted: readonly AccountId[], of: Connection = choosing, from = accounts as never) =>
    model.decide(of, from, { wanted, shown: [a, b] });

  test("takes what is named and declines the rest", () => {
    expect(choose([a])).toEqual({ chosen: [a], declined: [b] });
  });

  test("decides nothing about what the bank named since the page was shown", () => {
    const since = [...accounts, { accountId: newId("acc"), state: "offered" }];
    expect(choose([a], choosing, since as never)).toEqual({ chosen: [a], declined: [b] });
  });

  test("leaves what was chosen, and takes up what was declined", () => {
    const before = [
      { accountId: a, state: "chosen" },
      { accountId: b, state: "declined" },
    ];
    expect(choose([], active, before as never)).toEqual({ chosen: [a], declined: [] });
    expect(choose([b], active, before as never)).toEqual({ chosen: [a, b], declined: [] });
  });

  test("is refused for none, for what is not there, and before the bank has named any", () => {
    expect(() => choose([])).toThrow("connection.nothing_chosen");
    expect(() => choose([c])).toThrow("connection.account_unknown");
    expect(() => choose([newId("acc")])).toThrow("connection.account_unknown");
    expect(() => choose([a], begun)).toThrow("connection.nothing_to_choose");
    expect(() => choose([a], choosing, [] as never)).toThrow("connection.nothing_to_choose");
    expect(() => choose([a], reached.ended)).toThrow("connection.ended");
  });
});
