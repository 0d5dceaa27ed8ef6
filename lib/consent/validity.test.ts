import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, addMonths, dueReminder, durations, endOf } from "./validity.ts";

const instants = fc.date({ min: new Date("2000-01-01"), max: new Date("2100-01-01"), noInvalidDate: true });

describe("the end of a consent", () => {
  test.each([
    ["P7D", "2026-03-25T23:30:00.000Z", "2026-04-01T23:30:00.000Z"],
    ["P1M", "2026-01-31T10:00:00.000Z", "2026-02-28T10:00:00.000Z"],
    ["P1M", "2028-01-31T10:00:00.000Z", "2028-02-29T10:00:00.000Z"],
    ["P1M", "2026-10-24T23:59:00.000Z", "2026-11-24T23:59:00.000Z"],
    ["P3M", "2026-11-30T00:00:00.000Z", "2027-02-28T00:00:00.000Z"],
    ["P12M", "2028-02-29T12:00:00.000Z", "2029-02-28T12:00:00.000Z"],
    ["P12M", "2026-12-31T23:59:59.999Z", "2027-12-31T23:59:00.000Z"],
  ] as const)("of %s from %s is %s", (duration, from, until) => {
    expect(endOf(duration, new Date(from)).toISOString()).toBe(until);
  });

  test("comes after its beginning, in the order of the list, on a whole minute, and within twelve months", () => {
    fc.assert(
      fc.property(instants, (from) => {
        const ends = durations.map((duration) => endOf(duration, from));
        expect(ends).toEqual(ends.toSorted((a, b) => a.getTime() - b.getTime()));
        for (const end of ends) {
          expect(end > from).toBe(true);
          expect(end <= addMonths(from, 12)).toBe(true);
          expect(end.getTime() % 60_000).toBe(0);
        }
      }),
    );
  });

  test("is the same wherever the server stands and whenever its clocks change", () => {
    const program = `
      const { endOf, durations } = await import(${JSON.stringify(new URL("./validity.ts", import.meta.url).href)});
      const ends = [];
      for (let day = 0; day < 366; day++)
        for (const hour of [0, 1, 2, 3, 23])
          for (const duration of durations) ends.push(endOf(duration, new Date(Date.UTC(2026, 0, 1 + day, hour, 30))).getTime());
      process.stdout.write(ends.join());`;
    const zones = [
      "UTC",
      "Europe/Lisbon",
      "Europe/Zurich",
      "America/Sao_Paulo",
      "Pacific/Apia",
      "Asia/Kathmandu",
    ];
    const answers = zones.map((zone) =>
      execFileSync(process.execPath, ["--input-type=module", "--eval", program], {
        env: { TZ: zone, NODE_ENV: "test" },
        encoding: "utf8",
      }),
    );
    expect(answers[0]?.split(",")).toHaveLength(366 * 5 * durations.length);
    expect(new Set(answers).size).toBe(1);
  });
});

describe("a reminder", () => {
  const end = new Date("2026-06-30T12:00:00Z");
  const ago = (days: number, minutes = 0) => new Date(addDays(end, -days).getTime() + minutes * 60_000);

  test.each([
    [31, null],
    [30, 30],
    [20, 30],
    [14, 14],
    [8, 14],
    [7, 7],
    [1, 1],
    [0.5, 1],
    [0, null],
    [-1, null],
  ])("of a long consent %s days before its end is that of %s days", (days, due) => {
    expect(dueReminder(addDays(end, -90), end, ago(days))).toBe(due);
  });

  test("does not follow the consent itself at once", () => {
    expect(dueReminder(ago(7), end, ago(7, 1))).toBeNull();
    expect(dueReminder(ago(7), end, ago(1))).toBe(1);
    expect(dueReminder(ago(31), end, ago(30, 1))).toBeNull();
    expect(dueReminder(ago(31), end, ago(14))).toBe(14);
  });
});
