import type { Day } from "#lib/aspsp/records.ts";

const dayMs = 86_400_000;

/** The day that it is everywhere from Greenwich on. A bank further west says that it is not ready for it yet. */
export const today = (now: Date): Day => now.toISOString().slice(0, 10);

export const daysAfter = (day: Day, days: number): Day =>
  new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10);
