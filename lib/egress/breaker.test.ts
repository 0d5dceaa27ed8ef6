import { describe, expect, test } from "vitest";

import { startStubBank } from "#scripts/testing/stub-bank.ts";
import { createBankHttp } from "./bank-http.ts";
import { Breaker } from "./breaker.ts";
import { EgressError, type EgressReason } from "./egress-error.ts";
import type { WireAnswer } from "./exchange.ts";
import { pauseAfter } from "./retry.ts";

const limits = { breakAfter: 3, pauseMs: 10_000, longestPauseMs: 60_000 };

/** A breaker whose clock and chance are the test's. */
function breaker(random = 0) {
  let now = 0;
  let called = 0;
  const tested = new Breaker(limits, { now: () => now, random: () => random });
  const told = async (call: () => Promise<WireAnswer>): Promise<string> => {
    try {
      return String((await tested.run(call)).status);
    } catch (cause) {
      const { reason, retryAfterSeconds } = cause as EgressError;
      return retryAfterSeconds === null ? reason : `${reason} for ${retryAfterSeconds}`;
    }
  };
  return {
    told,
    called: () => called,
    pass: (ms: number) => {
      now += ms;
    },
    answers: (status: number, headers = {}) =>
      told(async () => {
        called += 1;
        return { status, headers, body: Buffer.alloc(0) };
      }),
    fails: (reason: EgressReason) =>
      told(async () => {
        called += 1;
        throw new EgressError(reason);
      }),
    async miss(times = limits.breakAfter) {
      for (let time = 0; time < times; time++) await this.fails("timedOut");
    },
  };
}

describe("a bank that does not answer", () => {
  test.each<EgressReason>(["unreachable", "timedOut", "cut"])(
    "(%s) is let alone after three calls in a row",
    async (reason) => {
      const bank = breaker();
      for (let time = 0; time < 3; time++) expect(await bank.fails(reason)).toBe(reason);
      expect(await bank.answers(200)).toBe("away for 10");
      bank.pass(9_001);
      expect(await bank.answers(200)).toBe("away for 1");
      expect(bank.called()).toBe(3);
    },
  );

  test.each([502, 503, 504])("and says so itself with %i is let alone too", async (status) => {
    const bank = breaker();
    for (let time = 0; time < 3; time++) expect(await bank.answers(status)).toBe(String(status));
    expect(await bank.answers(200)).toBe("away for 10");
  });

  test("is tried by one call when the pause is over, while the others wait on", async () => {
    const bank = breaker();
    await bank.miss();
    bank.pass(10_000);
    let answer: ((answer: WireAnswer) => void) | undefined;
    const probe = bank.told(() => new Promise((resolve) => (answer = resolve)));
    expect(await bank.answers(200)).toBe("away for 1");
    answer?.({ status: 401, headers: {}, body: Buffer.alloc(0) });
    expect(await probe).toBe("401");
    expect(await bank.answers(200)).toBe("200");
  });

  test("is let alone for twice as long each time that it still does not answer, up to a limit", async () => {
    const bank = breaker();
    await bank.miss();
    const pauses: string[] = [];
    for (let time = 0; time < 4; time++) {
      pauses.push(await bank.answers(200));
      bank.pass(90_000);
      expect(await bank.fails("unreachable")).toBe("unreachable");
    }
    expect(pauses).toEqual(["away for 10", "away for 20", "away for 40", "away for 60"]);
    bank.pass(90_000);
    expect(await bank.answers(200)).toBe("200");
    await bank.miss();
    expect(await bank.answers(200)).toBe("away for 10");
  });

  test("and names its own time is believed, as far as the limit", async () => {
    for (const [said, told] of [
      ["30", "away for 30"],
      ["9999", "away for 60"],
      ["tomorrow", "away for 10"],
    ]) {
      const bank = breaker();
      for (let time = 0; time < 3; time++) await bank.answers(503, { "retry-after": said });
      expect(await bank.answers(200)).toBe(told);
    }
  });

  test("is not tried by all workers at one moment", async () => {
    const bank = breaker(1);
    await bank.miss();
    expect(await bank.answers(200)).toBe("away for 15");
  });

  test("is tried by the next call where the trying one was given up by its caller", async () => {
    const bank = breaker();
    await bank.miss();
    bank.pass(10_000);
    expect(await bank.fails("aborted")).toBe("aborted");
    expect(await bank.answers(200)).toBe("200");
  });
});

describe("a bank that answers", () => {
  test("is not let alone, however often it refuses or answers badly", async () => {
    const bank = breaker();
    for (const status of [400, 401, 403, 404, 409, 429, 500, 501]) {
      for (let time = 0; time < 4; time++) expect(await bank.answers(status)).toBe(String(status));
    }
    for (const reason of ["tooLarge", "undecodable"] as const) {
      for (let time = 0; time < 4; time++) expect(await bank.fails(reason)).toBe(reason);
    }
  });

  test("now and then is not let alone: misses count in a row", async () => {
    const bank = breaker();
    for (let time = 0; time < 5; time++) {
      await bank.miss(2);
      expect(await bank.answers(401)).toBe("401");
    }
  });

  test("is not blamed for what never left here", async () => {
    const bank = breaker();
    for (const reason of ["overloaded", "aborted", "addressRefused", "tlsRefused"] as const) {
      for (let time = 0; time < 4; time++) await bank.fails(reason);
    }
    expect(await bank.answers(200)).toBe("200");
  });

  test("again ends the pause, also by a call that had begun before it", async () => {
    const bank = breaker();
    let answer: ((answer: WireAnswer) => void) | undefined;
    const slow = bank.told(() => new Promise((resolve) => (answer = resolve)));
    await bank.miss();
    expect(await bank.answers(200)).toBe("away for 10");
    answer?.({ status: 200, headers: {}, body: Buffer.alloc(0) });
    await slow;
    expect(await bank.answers(200)).toBe("200");
  });
});

test("one institution that is away takes nothing from another: its calls end without a connection", async () => {
  const [dead, alive] = await Promise.all([
    startStubBank((request) => request.socket.destroy()),
    startStubBank((_, response) => response.end("there")),
  ]);
  const fate = { now: () => 0, random: () => 0 };
  const call = (origin: string) => ({
    method: "POST" as const,
    url: `${origin}/v1/x`,
    headers: {},
    signal: AbortSignal.timeout(20_000),
  });
  const toDead = createBankHttp(dead.policy({}, limits), fate);
  const toAlive = createBankHttp(alive.policy({}, limits), fate);
  const outcomes: string[] = [];
  for (let time = 0; time < 100; time++) {
    const lost = await toDead.send(call(dead.origin)).catch((cause: EgressError) => cause.reason);
    outcomes.push(`${lost} ${(await toAlive.send(call(alive.origin))).status}`);
  }
  expect(new Set(outcomes.slice(0, 3))).toEqual(new Set(["cut 200"]));
  expect(new Set(outcomes.slice(3))).toEqual(new Set(["away 200"]));
  expect(dead.connections()).toBe(3);
  await Promise.all([toDead.close(), toAlive.close(), dead.close(), alive.close()]);
});

test("a call that may not leave is refused as such, whether the bank is there or not", async () => {
  const bank = await startStubBank((request) => request.socket.destroy());
  const http = createBankHttp(bank.policy({}, { ...limits, breakAfter: 1 }), {
    now: () => 0,
    random: () => 0,
  });
  const call = { method: "POST", headers: {}, signal: AbortSignal.timeout(20_000) } as const;
  await http.send({ ...call, url: `${bank.origin}/v1/x` }).catch(() => {});
  const elsewhere = http.send({ ...call, url: "https://elsewhere.example/v1/x" });
  await expect(elsewhere).rejects.toMatchObject({ reason: "hostRefused" });
  await Promise.all([http.close(), bank.close()]);
});

test("pauses between attempts grow to a limit, and half of each is chance", () => {
  const pauses = (chance: number) => [1, 2, 3, 4].map((tried) => pauseAfter(tried, () => chance));
  expect(pauses(0)).toEqual([75, 300, 1_000, 1_000]);
  expect(pauses(1)).toEqual([150, 600, 2_000, 2_000]);
});
