/** Whole days since 1970-01-01 in UTC: the bank keeps no time of day. */
export type Day = number;

const dayMs = 86_400_000;

export const dayOf = (iso: string): Day => Date.parse(`${iso}T00:00:00Z`) / dayMs;
export const isoOf = (day: Day): string => new Date(day * dayMs).toISOString().slice(0, 10);
export const dayAt = (ms: number): Day => Math.floor(ms / dayMs);

/** Months since the year 0, so that they can be counted through. */
export type Month = number;

export function monthOf(day: Day): Month {
  const at = new Date(day * dayMs);
  return at.getUTCFullYear() * 12 + at.getUTCMonth();
}

export const firstDayOf = (month: Month): Day => Date.UTC(Math.floor(month / 12), month % 12, 1) / dayMs;
export const daysIn = (month: Month): number => firstDayOf(month + 1) - firstDayOf(month);
export const monthText = (month: Month): string => isoOf(firstDayOf(month)).slice(0, 7);

/** Saturdays and Sundays move to the Monday after. 1970-01-01 was a Thursday. */
export function nextWorkday(day: Day): Day {
  const weekday = (day + 4) % 7;
  if (weekday === 6) return day + 2;
  return weekday === 0 ? day + 1 : day;
}

/** The day of a month, or its last if the month is shorter, moved to a workday. */
export const dueDay = (month: Month, dayOfMonth: number): Day =>
  nextWorkday(firstDayOf(month) + Math.min(dayOfMonth, daysIn(month)) - 1);
