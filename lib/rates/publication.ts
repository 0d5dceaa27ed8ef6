import type { Currency } from "#lib/kernel/money.ts";
import type { Day } from "./rate-table.ts";

/** What was published for one day: units of each currency for one euro. */
export interface Publication {
  readonly day: Day;
  /** In the order of the alphabet, with a space between each two: the same few texts for thousands of days. */
  readonly currencies: string;
  /** Decimals as they were published, in the order of the currencies, with a space between each two. */
  readonly rates: string;
}

/** As it is kept: what the publisher took back stays as a place that is empty. */
export interface StoredPublication extends Publication {
  readonly isWithdrawn?: boolean;
}

export const rateFaults = [
  "archive",
  "tooLarge",
  "encoding",
  "form",
  "currency",
  "day",
  "order",
  "rate",
  "empty",
  "future",
  "shrunk",
  "rewritten",
  "lost",
  "leaps",
] as const;
export type RateFault = (typeof rateFaults)[number];

/** A file of rates that is not taken in: what was there before stays. It quotes nothing of the file. */
export class RateFileError extends Error {
  readonly fault: RateFault;

  constructor(fault: RateFault, options?: ErrorOptions) {
    super(fault, options);
    this.name = "RateFileError";
    this.fault = fault;
  }
}

/** Up to nine digits before the point and nine behind it, and more than nothing. */
const positiveDecimal = /^(?=.*[1-9])(?:0|[1-9]\d{0,8})(?:\.\d{1,9})?$/;
const currencyCode = /^[A-Z]{3}$/;
const superfluousZeros = /\.0+$|(\.\d*?[1-9])0+$/;

/** Currencies in the order of the alphabet. Each stands there once, and the euro never: all are for one euro. */
export function inOrder(currencies: readonly Currency[]): readonly Currency[] {
  const sorted = currencies.toSorted();
  const isWrong = (code: Currency, at: number) =>
    !currencyCode.test(code) || code === "EUR" || code === sorted[at - 1];
  if (sorted.length === 0 || sorted.some(isWrong)) throw new RateFileError("currency");
  return sorted;
}

/** One day's publication out of currencies in their order and what a file says of each. */
export function publicationOf(
  day: string,
  currencies: readonly Currency[],
  rates: readonly string[],
): Publication {
  if (!isDay(day)) throw new RateFileError("day");
  if (currencies.length === 0) throw new RateFileError("empty");
  if (!rates.every((rate) => positiveDecimal.test(rate))) throw new RateFileError("rate");
  // One publisher's files write 1.09 and 1.0900 for the same rate.
  const written = rates.map((rate) => rate.replace(superfluousZeros, "$1"));
  return { day, currencies: currencies.join(" "), rates: written.join(" ") };
}

/** The first publication was of 4 January 1999. */
const isDay = (text: string): boolean => {
  if (!/^(?:1999|2\d{3})-\d\d-\d\d$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
};

const dayMs = 86_400_000;

/** Days since 1970; not a number for what is no day. */
export const dayNumber = (day: Day): number =>
  /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00:00Z`) / dayMs : Number.NaN;
