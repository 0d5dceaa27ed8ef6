import type { Day } from "#lib/aspsp/records.ts";

/** For so many days without a newer one a value still holds: a weekend with holidays. */
export const carriedDays = 5;

const dayMs = 86_400_000;
/** Texts of days as they were first asked for, from 1970 to 2150: a line over years names each of them many times. */
const texts: Day[] = [];
const mostKept = 65_744;

export function addDays(day: Day, days: number): Day {
  const number = Date.parse(`${day}T00:00:00Z`) / dayMs + days;
  const known = texts[number];
  if (known !== undefined) return known;
  const text = new Date(number * dayMs).toISOString().slice(0, 10);
  if (number >= 0 && number < mostKept) texts[number] = text;
  return text;
}
