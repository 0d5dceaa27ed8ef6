import { readFileSync } from "node:fs";

import { type Day, dayAt, dayOf, isoOf } from "../bank/family/days.ts";
import { randomFrom } from "../bank/family/random.ts";
import { isTargetDay } from "./target-days.ts";

/** One day's rates as text, in the order of the currencies. */
export interface RateDay {
  readonly iso: string;
  readonly rates: readonly string[];
}

export interface RateTable {
  readonly currencies: readonly string[];
  /** The oldest first. */
  readonly days: readonly RateDay[];
  /** From this day on they are invented. */
  readonly inventedFrom: string;
}

/** Some currencies and years of the European Central Bank's own table, in its own form. */
const published = readFileSync(new URL("eurofxref-hist.csv", import.meta.url), "utf8");

const cellsOf = (line: string): string[] => line.split(",").slice(0, -1);

/**
 * What the sandbox publishes: what the European Central Bank did, and from where that ends a course that is invented and
 * the same on every machine, until yesterday.
 */
export function ratesUntilYesterday(nowMs: number): RateTable {
  const [head = "", ...lines] = published.trimEnd().split("\n");
  const currencies = cellsOf(head).slice(1);
  const real = lines.reverse().map((line) => {
    const [iso = "", ...rates] = cellsOf(line);
    return { iso, rates };
  });
  const last = real.at(-1) as RateDay;
  const invented = carriedOn(currencies, last, dayAt(nowMs) - 1);
  return { currencies, days: [...real, ...invented], inventedFrom: isoOf(dayOf(last.iso) + 1) };
}

function carriedOn(currencies: readonly string[], last: RateDay, until: Day): RateDay[] {
  const days: RateDay[] = [];
  const base = last.rates.map(Number);
  let now = base;
  for (let day = dayOf(last.iso) + 1; day <= until; day++) {
    if (!isTargetDay(day)) continue;
    now = now.map((value, at) => moved(value, base[at] as number, currencies[at] as string, day));
    days.push({ iso: isoOf(day), rates: now.map((value, at) => written(value, last.rates[at] as string)) });
  }
  return days;
}

/** Up to half a per cent a day, and drawn back to where it began. The Danish krone is held to the euro. */
function moved(value: number, base: number, currency: string, day: Day): number {
  const most = currency === "DKK" ? 0.000_05 : 0.005;
  const chance = randomFrom(`${currency} ${day}`).next() * 2 - 1;
  return value * (1 + chance * most) + (base - value) * 0.02;
}

/** With as many decimals as the last real one, and no more zeros than it needs. */
const written = (value: number, like: string): string =>
  String(Number(value.toFixed(like.split(".")[1]?.length ?? 0)));
