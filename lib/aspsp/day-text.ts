import type { Day } from "./records.ts";

/** The day of a date or of a date-time, as the bank wrote it; `null` where there is no such day. */
export function toDay(written: string): Day | null {
  const [, day] = /^(\d{4}-\d{2}-\d{2})(?:[T ].*|Z|[+-]\d{2}:\d{2})?$/s.exec(written.trim()) ?? [];
  return day !== undefined && isDay(day) ? day : null;
}

export function isDay(day: string): boolean {
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day);
}
