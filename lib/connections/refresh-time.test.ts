import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ConnectionId, newId } from "#lib/kernel/id.ts";
import { nextRefresh, nightBeginsHour, nightEndsHour, retriesADay, retryAt } from "./refresh-time.ts";

const hourMs = 3_600_000;
const uuid = fc.uuid().map((id) => `cnx_${id}` as ConnectionId);
const moment = fc.date({ min: new Date("2024-01-01"), max: new Date("2040-01-01"), noInvalidDate: true });

describe("a refresh", () => {
  test("comes in the night, not sooner than six hours and not later than thirty", () => {
    fc.assert(
      fc.property(uuid, moment, (id, now) => {
        const next = nextRefresh(id, now);
        const hour = next.getUTCHours();
        const ahead = next.getTime() - now.getTime();
        return hour >= nightBeginsHour && hour < nightEndsHour && ahead >= 6 * hourMs && ahead <= 30 * hourMs;
      }),
    );
  });

  test("comes at the same time every night", () => {
    fc.assert(
      fc.property(uuid, moment, (id, now) => {
        const first = nextRefresh(id, now);
        return nextRefresh(id, first).getTime() - first.getTime() === 24 * hourMs;
      }),
    );
  });

  test("of a thousand connections falls evenly on the night's minutes", () => {
    const now = new Date("2026-05-04T12:00:00Z");
    const perQuarter = new Map<number, number>();
    for (let at = 0; at < 1_600; at++) {
      const quarter = Math.floor(nextRefresh(newId("cnx"), now).getTime() / (hourMs / 4));
      perQuarter.set(quarter, (perQuarter.get(quarter) ?? 0) + 1);
    }
    expect(perQuarter.size).toBe(16);
    // A hundred each is expected; seven standard deviations are seventy.
    expect(Math.max(...perQuarter.values())).toBeLessThan(170);
    expect(Math.min(...perQuarter.values())).toBeGreaterThan(30);
  });
});

describe("a retry", () => {
  test("waits twice as long each time, up to half longer by chance, and after the third for the night", () => {
    fc.assert(
      fc.property(
        uuid,
        moment,
        fc.integer({ min: 1, max: 9 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (id, now, failures, chance) => {
          const at = retryAt(id, failures, now, chance);
          if (failures > retriesADay) return at.getTime() === nextRefresh(id, now).getTime();
          const pause = (at.getTime() - now.getTime()) / (10 * 60_000 * 2 ** (failures - 1));
          return pause >= 1 && pause <= 1.5;
        },
      ),
    );
  });
});
