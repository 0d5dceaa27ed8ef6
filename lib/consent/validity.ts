/** How long a consent may be asked for: a short list with a short option (ISO 8601). Nothing is longer than the last. */
export const durations = ["P7D", "P1M", "P3M", "P6M", "P12M"] as const;
export type Duration = (typeof durations)[number];

/** The longest that any consent can be valid after it was given or renewed; the database checks the same. */
export const longestMonths = 12;

/** A request that nobody answers lapses. */
export const answerWithinDays = 30;

/** What was shown can be agreed to for an hour; later it is shown anew. */
export const presentationLifetimeMs = 60 * 60 * 1000;

/** When the bank data is to be gone: at once, or the days after the end that the firm chose. */
export const longestRetentionDays = 365;

const minuteMs = 60 * 1000;
const dayMs = 24 * 60 * minuteMs;

/**
 * When a consent of this duration ends. Months are the calendar's and days are of 24 hours, both counted in UTC, so
 * that neither the server's time zone nor a change of the clocks moves the end. A month that is too short ends on its
 * last day. It ends with a whole minute, which is what is shown.
 */
export function endOf(duration: Duration, from: Date): Date {
  const start = new Date(Math.floor(from.getTime() / minuteMs) * minuteMs);
  const months = /^P(\d+)M$/.exec(duration)?.[1];
  return months === undefined
    ? addDays(start, Number.parseInt(duration.slice(1), 10))
    : addMonths(start, Number(months));
}

/**
 * Until when the firm may keep what it got under a consent that has ended: for the days that were agreed to, or no
 * longer than the consent itself where its investor had the data deleted with the end.
 */
export function keptUntilOf(ended: {
  readonly endedAt: Date;
  readonly retentionDays: number;
  readonly deleteDataNow: boolean;
}): Date {
  return ended.deleteDataNow ? ended.endedAt : addDays(ended.endedAt, ended.retentionDays);
}

export function addDays(from: Date, days: number): Date {
  return new Date(from.getTime() + days * dayMs);
}

export function addMonths(from: Date, months: number): Date {
  const end = new Date(from);
  end.setUTCDate(1);
  end.setUTCMonth(end.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(end.getUTCFullYear(), end.getUTCMonth() + 1, 0)).getUTCDate();
  end.setUTCDate(Math.min(from.getUTCDate(), lastDay));
  return end;
}

/** The calendar's day in UTC, as `2026-01-31`. */
export const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

/** Days before the end on which the investor is reminded. */
export const reminderDays = [30, 14, 7, 1] as const;

/**
 * Which reminder is due: the latest whose day has come, so that a worker that was away sends one and not three. None
 * comes within a day of the consent itself, or somebody would be reminded of what they just did.
 */
export function dueReminder(confirmedAt: Date, validUntil: Date, now: Date): number | null {
  if (validUntil <= now) return null;
  const due = reminderDays.filter((days) => {
    const at = addDays(validUntil, -days);
    return at <= now && at > addDays(confirmedAt, 1);
  });
  return due.length > 0 ? Math.min(...due) : null;
}
