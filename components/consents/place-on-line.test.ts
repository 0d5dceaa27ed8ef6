import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { placeOnLine } from "./place-on-line.ts";

const [from, until] = ["2026-01-01T00:00:00.000Z", "2026-01-11T00:00:00.000Z"];

describe("a moment on a consent’s line", () => {
  test.each([
    ["2026-01-01T00:00:00.000Z", 0, "start"],
    ["2026-01-03T00:00:00.000Z", 20, "middle"],
    ["2026-01-06T00:00:00.000Z", 50, "middle"],
    ["2026-01-10T00:00:00.000Z", 90, "end"],
    ["2026-01-11T00:00:00.000Z", 100, "end"],
  ])("at %s stands at %d percent, with its word on the side of %s", (at, percent, anchor) => {
    expect(placeOnLine(from, until, at)).toEqual({ percent, anchor });
  });

  test("never leaves the line, whatever the three moments are", () => {
    const moment = fc
      .date({ min: new Date("2000-01-01"), max: new Date("2100-01-01"), noInvalidDate: true })
      .map((date) => date.toISOString());
    fc.assert(
      fc.property(moment, moment, moment, (start, end, at) => {
        const { percent } = placeOnLine(start, end, at);
        return percent >= 0 && percent <= 100;
      }),
    );
  });
});
