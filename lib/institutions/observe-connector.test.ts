import { describe, expect, test } from "vitest";
import type { Connector } from "#lib/aspsp/connector.ts";
import type { DialogStep } from "#lib/aspsp/dialog.ts";
import { AspspError } from "#lib/aspsp/failure.ts";
import type { AspspSession } from "#lib/aspsp/session.ts";
import { allOf } from "#scripts/testing/all-of.ts";
import type { HealthObservation } from "./health-recorder.ts";
import { observeConnector } from "./observe-connector.ts";

/** A bank that takes ten milliseconds for each thing, on a clock of the test's. */
function observed(answers: { step?: DialogStep | Error; list?: readonly (number | Error)[] } = {}) {
  let now = 0;
  const take = () => {
    now += 10;
  };
  let closed = 0;
  async function* list() {
    try {
      for (const entry of answers.list ?? []) {
        take();
        if (entry instanceof Error) throw entry;
        yield entry;
      }
      take();
      return { isUnchanged: false, mark: "end" };
    } finally {
      closed += 1;
    }
  }
  const step = async () => {
    take();
    if (answers.step instanceof Error) throw answers.step;
    return answers.step;
  };
  const session = new Proxy({} as AspspSession, { get: () => list });
  const connector = {
    ...{ institutionId: "one", capabilities: {}, begin: step, resume: step, poll: step, end: step },
    ...{ cancel: async () => {}, close: async () => {}, open: () => session },
  } as unknown as Connector;
  const seen: HealthObservation[] = [];
  const under = observeConnector(connector, { record: (one) => seen.push(one) }, () => now);
  return {
    under,
    opened: () => under.open({} as never, {} as never),
    said: () => seen.map(({ product, outcome, ms }) => `${product} ${outcome} ${ms}`),
    take,
    closed: () => closed,
  };
}

const never = null as never;

describe("a dialog’s move", () => {
  test.each<[string, DialogStep, string[]]>([
    ["a question", { kind: "chooseMethod" } as DialogStep, ["dialog ok 10"]],
    ["access", { kind: "done" } as DialogStep, ["dialog ok 10"]],
    ["a wrong password", { kind: "credentialsRejected", problem: "notAccepted" }, ["dialog refused 10"]],
    ["nobody there", { kind: "failed", reason: "bankDown" } as DialogStep, ["dialog unavailable 10"]],
    ["nonsense", { kind: "failed", reason: "malformedAnswer" } as DialogStep, ["dialog malformed 10"]],
    ["a person who left", { kind: "failed", reason: "cancelled" } as DialogStep, []],
  ])("that brings %s is counted as that", async (_, step, said) => {
    const { under, said: told } = observed({ step });
    expect(await under.begin(never, never)).toBe(step);
    expect(told()).toEqual(said);
  });

  test("is counted at each of its moves, and at the end of the access", async () => {
    const { under, said } = observed({ step: { kind: "done" } as DialogStep });
    await under.begin(never, never);
    await under.resume(never, never, never);
    await under.poll(never, never);
    await under.end(never, never);
    expect(said()).toEqual(Array(4).fill("dialog ok 10"));
  });

  test("that we ended ourselves is not the bank’s", async () => {
    const { under, said } = observed({ step: new DOMException("stop", "AbortError") });
    await expect(under.begin(never, never)).rejects.toThrow("stop");
    expect(said()).toEqual([]);
  });
});

describe("a list", () => {
  const products = [
    "accounts",
    "holders",
    "balances",
    "transactions",
    "positions",
    "investmentTransactions",
    "portfolios",
  ] as const;

  test.each(products)("of %s is counted once, under its name, and comes as it is", async (product) => {
    const { opened, said } = observed({ list: [1, 2, 3] });
    const read = opened()[product](never, never);
    expect(await allOf(read as AsyncGenerator<unknown>)).toEqual([1, 2, 3]);
    expect(said()).toEqual([`${product} ok 40`]);
  });

  test("passes its end on", async () => {
    const entries = observed({ list: [1] })
      .opened()
      .transactions(never, never);
    await entries.next();
    expect(await entries.next()).toEqual({ done: true, value: { isUnchanged: false, mark: "end" } });
  });

  test("that breaks in the middle is what broke it, and the error is the reader’s", async () => {
    const broken = new AspspError("malformedAnswer");
    const { opened, said } = observed({ list: [1, broken] });
    await expect(allOf(opened().balances(never))).rejects.toBe(broken);
    expect(said()).toEqual(["balances malformed 20"]);
  });

  test("costs the bank’s time and not the reader’s", async () => {
    const { opened, said, take } = observed({ list: [1, 2] });
    for await (const _ of opened().balances(never)) take();
    expect(said()).toEqual(["balances ok 30"]);
  });

  test("that its reader leaves is closed, and was well as far as it came", async () => {
    const { opened, said, closed } = observed({ list: [1, 2, 3] });
    for await (const _ of opened().balances(never)) break;
    expect([said(), closed()]).toEqual([["balances ok 10"], 1]);
  });
});
