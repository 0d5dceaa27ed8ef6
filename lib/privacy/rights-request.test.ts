import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { newId } from "#lib/kernel/id.ts";
import { answered, dayOf, daysBetween, extended, monthsAfter, received } from "./rights-request.ts";

const request = (receivedOn: string) =>
  received({
    ...{ tenantId: newId("ten"), requestId: newId("rrq"), investorId: newId("per"), kind: "access" },
    ...{
      channel: "letter",
      receivedOn,
      recordedBy: newId("per"),
      recordedAt: new Date("2026-03-01T12:00:00Z"),
    },
  });
const at = (day: string) => new Date(`${day}T12:00:00Z`);

describe("the day by which the law wants an answer", () => {
  test.each([
    ["2026-01-15", "2026-02-15"],
    ["2026-01-31", "2026-02-28"],
    ["2028-01-31", "2028-02-29"],
    ["2026-05-31", "2026-06-30"],
    ["2026-12-31", "2027-01-31"],
  ])("of what came on %s is %s", (receivedOn, dueOn) => {
    expect(request(receivedOn).dueOn).toBe(dueOn);
  });

  test("is two months later where more time was taken, counted from when it came", () => {
    expect(extended(request("2025-11-30"), at("2025-12-30"))?.dueOn).toBe("2026-02-28");
  });

  test("is moved once, and only while the first month runs", () => {
    const one = request("2026-03-01");
    const twice = extended(one, at("2026-03-20"));
    expect(twice && extended(twice, at("2026-03-21"))).toBeNull();
    expect(extended(one, at("2026-04-01"))).not.toBeNull();
    expect(extended(one, at("2026-04-02"))).toBeNull();
  });

  test("never lies in another month than the one after, whatever the day", () => {
    const day = fc
      .date({ min: new Date("2000-01-01"), max: new Date("2100-01-01"), noInvalidDate: true })
      .map(dayOf);
    fc.assert(
      fc.property(day, (from) => {
        const due = monthsAfter(from, 1);
        const [year = 0, month = 0] = from.split("-").map(Number);
        expect(due.slice(0, 7)).toBe(dayOf(new Date(Date.UTC(year, month, 1))).slice(0, 7));
        expect(daysBetween(from, due)).toBeGreaterThanOrEqual(28);
        expect(daysBetween(from, due)).toBeLessThanOrEqual(31);
      }),
    );
  });
});

test("what was answered stays as it was answered", () => {
  const by = newId("per");
  const done = answered(request("2026-03-01"), { refusal: "excessive", by, at: at("2026-03-02") });
  expect(done).toMatchObject({ outcome: "refused", reason: "excessive", closedBy: by });
  expect(done && answered(done, { refusal: null, by, at: at("2026-03-03") })).toBeNull();
  expect(done && extended(done, at("2026-03-03"))).toBeNull();
});
