import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aspspFailures } from "#lib/aspsp/failure.ts";
import {
  bucketMs,
  bucketOf,
  type HealthCount,
  type HealthOutcome,
  healthOutcomes,
  judgeHealth,
  outcomeOf,
  speedLimitsMs,
  speedOf,
} from "./health.ts";

const now = new Date("2026-03-01T12:03:00Z");

/** So many calls, so many minutes ago. */
const counted = (minutesAgo: number, calls: number, outcome: HealthOutcome, ms = 300): HealthCount => ({
  bucket: bucketOf(new Date(now.getTime() - minutesAgo * 60_000)),
  institutionId: "one",
  product: "dialog",
  outcome,
  speed: speedOf(ms),
  calls,
});

const judge = (...counts: HealthCount[]) => judgeHealth(counts, now);

describe("a bank", () => {
  test.each<[string, string, HealthCount[]]>([
    ["answers", "operational", [counted(1, 20, "ok")]],
    ["refuses all: it is there", "operational", [counted(1, 20, "refused")]],
    ["answers nine of ten", "operational", [counted(1, 9, "ok"), counted(1, 1, "unavailable")]],
    ["answers less", "degraded", [counted(1, 89, "ok"), counted(1, 11, "unavailable")]],
    ["answers badly more than now and then", "degraded", [counted(1, 8, "ok"), counted(1, 2, "malformed")]],
    ["answers one of five", "degraded", [counted(1, 1, "ok"), counted(1, 4, "unavailable")]],
    ["answers less than that", "down", [counted(1, 19, "ok"), counted(1, 81, "unavailable")]],
    ["answers in no way that is one", "down", [counted(1, 9, "malformed")]],
    [
      "is back for a quarter of an hour",
      "operational",
      [counted(40, 500, "unavailable"), counted(2, 5, "ok")],
    ],
    ["went a moment ago", "down", [counted(40, 500, "ok"), counted(2, 5, "unavailable")]],
    ["was asked too seldom lately", "degraded", [counted(40, 4, "ok"), counted(2, 4, "unavailable")]],
  ])("that %s is %s", (_, state, counts) => {
    expect(judge(...counts)?.state).toBe(state);
  });

  test("may be well in one thing and not in another", () => {
    const of = (product: HealthCount["product"], calls: number, outcome: HealthOutcome) => ({
      ...counted(1, calls, outcome),
      product,
    });
    const health = judge(
      of("dialog", 100, "ok"),
      of("balances", 5, "malformed"),
      of("transactions", 4, "unavailable"),
      of("accounts", 9, "ok"),
      of("accounts", 2, "unavailable"),
    );
    expect(health).toMatchObject({
      state: "degraded",
      unwell: ["accounts", "balances"],
      since: "2026-03-01T12:00:00.000Z",
    });
    const rare = judge(of("dialog", 100, "ok"), of("balances", 4, "malformed"));
    expect(rare).toMatchObject({ state: "operational", unwell: [] });
  });

  test("of which too little is known is not judged, whatever was longer ago", () => {
    expect(judge()).toBeNull();
    expect(judge(counted(1, 4, "unavailable"))).toBeNull();
    expect(judge(counted(70, 900, "unavailable"))).toBeNull();
  });

  test("is not well since the first piece of time from which on none was good", () => {
    const bad = [counted(2, 5, "unavailable"), counted(11, 5, "unavailable"), counted(22, 1, "unavailable")];
    const good = counted(33, 50, "ok");
    expect(judge(...bad, good)?.since).toBe("2026-03-01T11:40:00.000Z");
    expect(judge(...bad, good, counted(44, 50, "unavailable"))?.since).toBe("2026-03-01T11:40:00.000Z");
    expect(judge(...bad)?.since).toBe("2026-03-01T11:40:00.000Z");
    expect(judge(...bad, counted(56, 5, "unavailable"))).toMatchObject({ state: "down", since: null });
    expect(judge(counted(1, 50, "ok"))?.since).toBeNull();
  });

  test("is told in per cent, rounded down: one call in a thousand that failed is not none", () => {
    expect(judge(counted(1, 999, "ok"), counted(1, 1, "unavailable"))?.answeredPercent).toBe(99);
    expect(judge(counted(1, 5, "ok"))?.answeredPercent).toBe(100);
  });

  test("answers in the middle of its times; what it did not answer took no time", () => {
    expect(judge(counted(1, 10, "ok", 80))?.medianMs).toBe(50);
    expect(judge(counted(1, 10, "ok", 80), counted(1, 30, "refused", 400))?.medianMs).toBe(333);
    expect(judge(counted(1, 10, "ok", 80), counted(1, 90, "unavailable", 60_000))?.medianMs).toBe(50);
    expect(judge(counted(1, 10, "unavailable"))?.medianMs).toBeNull();
  });
});

test("a share never leaves 0 to 100, and a median never its classes", () => {
  const count = fc
    .record({
      minutesAgo: fc.integer({ min: 0, max: 200 }),
      calls: fc.integer({ min: 1, max: 1_000_000 }),
      outcome: fc.constantFrom(...healthOutcomes),
      ms: fc.integer({ min: 0, max: 400_000 }),
    })
    .map(({ minutesAgo, calls, outcome, ms }) => counted(minutesAgo, calls, outcome, ms));
  fc.assert(
    fc.property(fc.array(count, { maxLength: 40 }), (counts) => {
      const health = judgeHealth(counts, now);
      if (!health) return;
      expect(health.answeredPercent).toBeGreaterThanOrEqual(0);
      expect(health.answeredPercent).toBeLessThanOrEqual(100);
      expect(health.medianMs ?? 0).toBeGreaterThanOrEqual(0);
      expect(health.medianMs ?? 0).toBeLessThanOrEqual(speedLimitsMs.at(-1) ?? 0);
      if (health.state === "operational") expect(health.since).toBeNull();
      if (health.since) expect(Date.parse(health.since) % bucketMs).toBe(0);
    }),
  );
});

test("every reason says of the bank that it was there, was not, or answered badly, or says nothing of it", () => {
  const by = Map.groupBy(aspspFailures, outcomeOf);
  expect(by.get("unavailable")).toEqual(["bankDown", "maintenance", "bankUntrusted"]);
  expect(by.get("malformed")).toEqual(["malformedAnswer", "answerTooLarge", "hostNotAllowed"]);
  expect(by.get(null)).toEqual(["cancelled", "interrupted"]);
  expect(by.get("ok")).toBeUndefined();
});
