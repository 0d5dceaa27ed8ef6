import type { Day } from "#lib/rates/rate-table.ts";
import { addDays, dayNumber, isDay, monthsBefore } from "./days.ts";

/** Days that are looked at, both included. What there was at the end of the day before is what it begins with. */
export interface Period {
  readonly from: Day;
  readonly to: Day;
}

/** What can be chosen, in the order in which it is offered: the last one, three and twelve months roll with the day. */
export const periodKinds = ["month", "quarter", "yearToDate", "year", "sinceBeginning"] as const;
export type PeriodKind = (typeof periodKinds)[number];

/** The period of a kind that ends today. `first` is the first day of which anything is known. */
export function periodOf(kind: PeriodKind, today: Day, first: Day): Period {
  switch (kind) {
    case "month":
      return { from: addDays(monthsBefore(today, 1), 1), to: today };
    case "quarter":
      return { from: addDays(monthsBefore(today, 3), 1), to: today };
    case "yearToDate":
      return { from: `${today.slice(0, 4)}-01-01`, to: today };
    case "year":
      return { from: addDays(monthsBefore(today, 12), 1), to: today };
    case "sinceBeginning":
      return { from: addDays(first, 1), to: today };
  }
}

/** A range that somebody wrote; `null` where it is none, runs backwards or has not happened yet. */
export function customPeriod(from: string, to: string, today: Day): Period | null {
  if (!isDay(from) || !isDay(to)) return null;
  return from <= to && to <= today ? { from, to } : null;
}

/** How many days a period has. */
export const lengthOf = ({ from, to }: Period): number => dayNumber(to) - dayNumber(from) + 1;
