import { describe, expect, test } from "vitest";
import type { ConsentView } from "#lib/consent/view.ts";
import { endsSoon, standingOf } from "./standing.ts";

const now = "2026-11-21T12:00:00.000Z";
const view = (more: Partial<ConsentView>): ConsentView => ({
  ...{ id: "con_1", state: "given", isInForce: false, isAnswerable: false, asOf: now },
  ...{ investor: { id: "per_1", name: "One" }, requestedBy: { id: "per_2", name: "Two", kind: "advisor" } },
  recipients: { wholeTeam: true, advisors: [], programs: [] },
  ...{ clusters: [], perDay: 4, duration: "P3M", accountIds: null, retentionDays: 30 },
  ...{ lawfulBasis: "contract", region: "eu-nl", requestedAt: now, answerBy: "2026-12-21T12:00:00.000Z" },
  ...{ givenAt: null, validUntil: null, endedAt: null, ending: null, keptUntil: null },
  ...{ deletedWithEnd: false, dataDeletedAt: null, replacesId: null },
  ...more,
});
const inForce = (validUntil: string) => view({ isInForce: true, givenAt: now, validUntil });

describe("a consent", () => {
  test("waits for an answer until the day on which it can no longer be answered", () => {
    expect(standingOf(view({ state: "requested", isAnswerable: true }))).toEqual({
      kind: "asked",
      until: "2026-12-21T12:00:00.000Z",
    });
    expect(standingOf(view({ state: "presented", asOf: "2026-12-22T00:00:00.000Z" }))).toEqual({
      ...{ kind: "ended", how: "expired", at: "2026-12-21T12:00:00.000Z" },
    });
  });

  test("is in force for the days that are left, begun ones counted", () => {
    expect(standingOf(inForce("2026-11-22T12:00:00.000Z"))).toMatchObject({ kind: "inForce", daysLeft: 1 });
    expect(standingOf(inForce("2026-11-22T12:00:00.001Z"))).toMatchObject({ daysLeft: 2 });
    expect(standingOf(inForce("2026-11-21T12:00:01.000Z"))).toMatchObject({ daysLeft: 1 });
  });

  test("ends soon from thirty days before its end on, and only while it is in force", () => {
    expect(endsSoon(standingOf(inForce("2026-12-21T12:00:00.000Z")))).toBe(true);
    expect(endsSoon(standingOf(inForce("2026-12-21T12:00:00.001Z")))).toBe(false);
    expect(endsSoon(standingOf(view({ state: "requested", isAnswerable: true })))).toBe(false);
  });

  test("that has run out is over from that moment, whether or not it was noted", () => {
    const validUntil = "2026-11-21T11:59:59.999Z";
    const unnoted = view({ givenAt: "2026-10-21T12:00:00.000Z", validUntil });
    expect(standingOf(unnoted)).toEqual({ kind: "ended", how: "expired", at: validUntil });
  });

  test.each(["declined", "withdrawn", "terminated", "revokedAtBank", "expired"] as const)(
    "that was %s is over by that, at that time, and never in force",
    (state) => {
      const ended = view({
        state,
        endedAt: "2026-11-20T08:00:00.000Z",
        validUntil: "2027-01-01T00:00:00.000Z",
      });
      expect(standingOf(ended)).toEqual({ kind: "ended", how: state, at: "2026-11-20T08:00:00.000Z" });
    },
  );
});
