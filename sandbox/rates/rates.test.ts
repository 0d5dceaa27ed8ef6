import { existsSync, readFileSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { dayOf, isoOf } from "../bank/family/days.ts";
import { ratesUntilYesterday } from "./rates.ts";
import { isTargetDay } from "./target-days.ts";

const at = (iso: string) => Date.parse(`${iso}T12:00:00Z`);
const table = ratesUntilYesterday(at("2027-06-30"));
const invented = table.days.filter(({ iso }) => iso >= table.inventedFrom);

describe("the sandbox's reference rates", () => {
  test("end yesterday, or on the last working day before", () => {
    expect(ratesUntilYesterday(at("2026-11-20")).days.at(-1)?.iso).toBe("2026-11-19");
    // A Monday.
    expect(ratesUntilYesterday(at("2026-11-23")).days.at(-1)?.iso).toBe("2026-11-20");
  });

  test("are the same whenever one looks: a day only adds to those before it", () => {
    const earlier = ratesUntilYesterday(at("2026-09-01")).days;
    expect(table.days.slice(0, earlier.length)).toEqual(earlier);
  });

  test("move a little each day and not far away in a year", () => {
    const base = table.days[table.days.length - invented.length - 1];
    for (const [at, { rates }] of invented.entries()) {
      const before = (at === 0 ? base : invented[at - 1])?.rates.map(Number) ?? [];
      for (const [column, rate] of rates.map(Number).entries()) {
        expect(Math.abs(rate / (before[column] as number) - 1)).toBeLessThan(0.01);
        expect(Math.abs(rate / Number(base?.rates[column]) - 1)).toBeLessThan(0.1);
      }
    }
    expect(new Set(invented.map(({ rates }) => rates[0])).size).toBeGreaterThan(invented.length / 2);
  });

  test("have a day for each on which the central bank would publish, and no other", () => {
    const days = new Set(table.days.map(({ iso }) => iso));
    for (let day = dayOf("2018-08-01"); day < dayOf("2027-06-30"); day++)
      expect([isoOf(day), days.has(isoOf(day))]).toEqual([isoOf(day), isTargetDay(day)]);
  });

  /** The publisher's own file is kept beside the project and not in it. Where it is absent, this is skipped. */
  const whole = new URL("../../../shared/data/eurofxref-hist.csv", import.meta.url);
  test.runIf(existsSync(whole))("are the central bank's own as far as they are not invented", () => {
    const [head = "", ...lines] = readFileSync(whole, "utf8").split("\n");
    const places = table.currencies.map((currency) => head.split(",").indexOf(currency));
    const own = new Map(lines.map((line) => [line.slice(0, 10), line.split(",")]));
    for (const { iso, rates } of table.days.filter((one) => one.iso < table.inventedFrom))
      expect(rates).toEqual(places.map((place) => own.get(iso)?.[place]));
  });
});
