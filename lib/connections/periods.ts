/** A date as `2026-01-31`; days compare as texts. */
type Day = string;

/** Half-open: the last day is not in it. */
export interface Period {
  readonly from: Day;
  readonly to: Day;
}

/** Where an account's identity is kept. It has no date: what the bank says last takes the place of what it said before. */
export const identityPeriod: Period = { from: "1970-01-01", to: "9999-12-31" };

export const toDayText = (at: Date): Day => at.toISOString().slice(0, 10);

export function addDaysTo(day: Day, days: number): Day {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return toDayText(at);
}

export const monthOf = (day: Day): Day => `${day.slice(0, 7)}-01`;

export function nextMonth(day: Day): Day {
  const at = new Date(`${monthOf(day)}T00:00:00Z`);
  at.setUTCMonth(at.getUTCMonth() + 1);
  return toDayText(at);
}

/** How far back a bank is asked at the first reading where the consent sets no day. */
const longestHistoryYears = 8;
/** Banks book late and correct what they booked: what is this old is read again. */
export const overlapDays = 14;

export interface LastRead {
  readonly asOf: Date | null;
  /** The first day that was ever asked for. */
  readonly from: Day | null;
}

export const neverRead: LastRead = { asOf: null, from: null };

/**
 * The first day to ask for. The first time it is all that the consent covers, and so it is when a consent reaches
 * further back than what was read; otherwise from the beginning of the month in which the last reading's overlap begins,
 * so that months are always read whole.
 */
export function firstDayToRead(historyFrom: Day | null, last: LastRead, today: Day): Day {
  const oldest = historyFrom ?? `${Number(today.slice(0, 4)) - longestHistoryYears}${today.slice(4, 8)}01`;
  if (last.asOf === null || last.from === null || oldest < last.from) return oldest;
  const again = monthOf(addDaysTo(toDayText(last.asOf), -overlapDays));
  return [again, oldest].sort()[1] as Day;
}
