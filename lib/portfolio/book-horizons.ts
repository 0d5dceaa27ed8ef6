import { addDays } from "#lib/valuation/day.ts";
import type { BookHorizon } from "./book-view.ts";

/** The days at whose end the earlier value of a change is, for whoever looks now: of Coordinated Universal Time. */
export function horizonsAt(now: Date): Readonly<Record<BookHorizon, string>> {
  const today = now.toISOString().slice(0, 10);
  return {
    day: addDays(today, -1),
    month: addDays(today, -30),
    year: addDays(`${today.slice(0, 4)}-01-01`, -1),
  };
}
