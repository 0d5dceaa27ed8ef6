import { describe, expect, test } from "vitest";
import { publicationsOf, type Told } from "#scripts/testing/rates.ts";
import { judge } from "./judge.ts";
import type { RateFileError } from "./publication.ts";

const week: Told = {
  "2026-04-07": { USD: "1.17", CHF: "0.92" },
  "2026-04-08": { USD: "1.18", CHF: "0.93" },
  "2026-04-09": { USD: "1.1", CHF: "0.94" },
};
const today = "2026-04-30";
const whole = (offered: Told, stored: Told = week) =>
  judge({ kind: "history", publications: publicationsOf(offered) }, publicationsOf(stored), today);
const newest = (offered: Told, stored: Told = week) =>
  judge({ kind: "daily", publications: publicationsOf(offered) }, publicationsOf(stored), today);
const faultOf = (work: () => unknown): string => {
  try {
    work();
    return "none";
  } catch (cause) {
    return (cause as RateFileError).fault;
  }
};
const daysOf = ({ added, corrected }: ReturnType<typeof judge>) =>
  [added, corrected].map((list) => list.map(({ day }) => day));
/** So many days in a row, of which a test says the rate. */
const days = (count: number, rate: (at: number) => string, first = "2026-03-01"): Told =>
  Object.fromEntries(
    Array.from({ length: count }, (_, at) => {
      const day = new Date(Date.parse(first) + at * 86_400_000).toISOString().slice(0, 10);
      return [day, { USD: rate(at) }];
    }),
  );

describe("of a file that is offered", () => {
  test("only what is new or other is taken in", () => {
    expect(daysOf(whole(week))).toEqual([[], []]);
    expect(daysOf(whole(week, {}))).toEqual([["2026-04-07", "2026-04-08", "2026-04-09"], []]);
    const later = { ...week, "2026-04-08": { USD: "1.19", CHF: "0.93" }, "2026-04-10": { USD: "1.2" } };
    expect(daysOf(whole(later))).toEqual([["2026-04-10"], ["2026-04-08"]]);
  });

  test("the newest day may be corrected by itself, and a copy that lags behind changes nothing", () => {
    expect(daysOf(newest({ "2026-04-09": { USD: "1.11", CHF: "0.94" } }))).toEqual([[], ["2026-04-09"]]);
    expect(daysOf(newest({ "2026-04-08": { USD: "1.5", CHF: "0.9" } }))).toEqual([[], []]);
    expect(daysOf(newest({ "2026-04-06": { USD: "1.1", CHF: "0.9" } }))).toEqual([[], []]);
  });

  test("a day that is not yet is refused", () => {
    expect(faultOf(() => newest({ "2026-05-01": { USD: "1.1" } }))).toBe("future");
    expect(faultOf(() => newest({ [today]: { USD: "1.1" } }))).toBe("none");
  });

  test("one or two days that the publisher took back of late are none any more, and nothing else is refused for them", () => {
    const { "2026-04-09": withdrawn, ...without } = week;
    expect(
      faultOf(() => whole(without)),
      "a copy that lags behind",
    ).toBe("shrunk");
    const later = { ...without, "2026-04-10": { USD: "1.12", CHF: "0.9" } };
    expect(whole(later)).toMatchObject({ added: [{ day: "2026-04-10" }], withdrawn: ["2026-04-09"] });
    const marked = (told: Told) =>
      publicationsOf(told).map((one) => ({ ...one, isWithdrawn: one.day === "2026-04-09" }));
    const next = (offered: Told) =>
      judge({ kind: "history", publications: publicationsOf(offered) }, marked(week), today);
    expect(next(later)).toMatchObject({ added: [{ day: "2026-04-10" }], withdrawn: [] });
    expect(next({ ...later, ...(withdrawn ? { "2026-04-09": withdrawn } : {}) })).toMatchObject({
      ...{ added: [{ day: "2026-04-09" }, { day: "2026-04-10" }], withdrawn: [] },
    });
    expect(newest({ "2026-04-10": { USD: "1.2", CHF: "0.9" } }).withdrawn).toEqual([]);
  });

  test("all is refused where more is missing, or a day of long ago", () => {
    expect(faultOf(() => whole({ "2026-04-10": { USD: "1.2" } }))).toBe("shrunk");
    const before = days(100, () => "1.1", "2026-01-01");
    const without = (day: string) =>
      Object.fromEntries(Object.entries(before).filter(([one]) => one !== day));
    expect(faultOf(() => whole(without("2026-01-10"), before))).toBe("none");
    expect(faultOf(() => whole(without("2026-01-09"), before))).toBe("shrunk");
  });

  test("ten corrections are taken and eleven are another table", () => {
    const before = days(20, () => "1.1");
    const corrected = (count: number) => days(20, (at) => (at < count ? "1.2" : "1.1"));
    expect(daysOf(whole(corrected(10), before))[1]).toHaveLength(10);
    expect(faultOf(() => whole(corrected(11), before))).toBe("rewritten");
  });

  test("five currencies may end at once and six may not", () => {
    const codes = ["AAA", "BBB", "CCC", "DDD", "EEE", "FFF", "USD"];
    const all = Object.fromEntries(codes.map((code) => [code, "1.1"]));
    const next = (count: number) => ({
      "2026-04-10": Object.fromEntries(codes.slice(count).map((code) => [code, "1.1"])),
    });
    const before = { "2026-04-09": all };
    expect(faultOf(() => newest(next(5), before))).toBe("none");
    expect(faultOf(() => newest(next(6), before))).toBe("lost");
  });
});

describe("a leap", () => {
  const leapsOf = (told: Told, stored: Told = {}) => whole(told, stored).leaps;
  const course = (...rates: string[]) => days(rates.length, (at) => rates[at] as string);

  test.each([
    ["up", "1.6"],
    ["down", "0.6"],
    ["by a point that slipped", "10.5"],
    ["by two digits", "105"],
  ])("%s leaves its day out, and what comes after it is compared with the day before it", (_, rate) => {
    expect(leapsOf(course("1.05", rate, "1.06"))).toEqual([{ day: "2026-03-02", currency: "USD" }]);
  });

  test("that the next publication bears out is how it is", () => {
    expect(leapsOf(course("1", "1.68", "1.7"))).toEqual([]);
  });

  test("of half and less is none", () => {
    expect(leapsOf(course("1", "1.5"))).toEqual([]);
    expect(leapsOf(course("1", "0.667"))).toEqual([]);
  });

  test("at the end leaves the newest day out", () => {
    expect(leapsOf(course("1", "1.01", "2"))).toEqual([{ day: "2026-03-03", currency: "USD" }]);
    expect(newest({ "2026-04-10": { USD: "9", CHF: "0.9" } })).toMatchObject({
      added: [],
      leaps: [{ day: "2026-04-10", currency: "USD" }],
    });
  });

  test("of a correction leaves what was there", () => {
    const stored = course("1", "1.01", "1.02");
    expect(whole(course("1", "10.1", "1.02"), stored)).toMatchObject({ added: [], corrected: [] });
  });

  test("of a currency that was away is none", () => {
    const away = {
      "2026-01-05": { ISK: "290", USD: "1" },
      "2026-01-06": { USD: "1" },
      "2026-01-07": { ISK: "130", USD: "1" },
    };
    expect(leapsOf(away)).toEqual([]);
  });

  test("after more than two weeks without any publication is none", () => {
    expect(leapsOf({ "2026-01-05": { USD: "1" }, "2026-01-20": { USD: "2" } })).toEqual([]);
    expect(leapsOf({ "2026-01-05": { USD: "1" }, "2026-01-19": { USD: "2" } })).toHaveLength(1);
  });

  test("on more than three days is another table", () => {
    const slips = (count: number) => days(20, (at) => (at % 2 === 1 && at < count * 2 ? "5" : "1"));
    expect(leapsOf(slips(3))).toHaveLength(3);
    expect(faultOf(() => leapsOf(slips(4)))).toBe("leaps");
  });
});
