import type { Currency } from "#lib/kernel/money.ts";
import { dayNumber, type Publication, RateFileError, type StoredPublication } from "./publication.ts";
import type { Day } from "./rate-table.ts";

/** Of days that are stored. The publisher corrects one now and then; more is another table. */
const mostCorrected = 10;
/** Of days that are stored and not taken back yet. The publisher takes one back at the most; more is another table. */
const mostWithdrawn = 2;
/** Only of late: what was published longer ago has been used by everybody. */
const withdrawableDays = 90;
/** Currencies end one at a time: two at once were the most in a quarter of a century. */
const mostLost = 5;
/** Between two publications, unless the next one bears it out: above all but one of the euro's history. */
const mostLeap = 1.5;
const mostLeaps = 3;
/** Of a currency that was away for longer nothing can be expected. */
const comparableDays = 14;

export interface Leap {
  readonly day: Day;
  readonly currency: Currency;
}

export interface Judgement {
  /** By day: what is to be stored. */
  readonly added: readonly Publication[];
  readonly corrected: readonly Publication[];
  /** Days that the publisher took back: from now on they are none. One that comes again is taken in again. */
  readonly withdrawn: readonly Day[];
  /** Days left out for now, because nothing bears out that a currency became worth so much more or less at once. */
  readonly leaps: readonly Leap[];
}

interface Offer {
  /** All days there are, or the newest alone. */
  readonly kind: "daily" | "history";
  readonly publications: readonly Publication[];
}

/**
 * What of an offered file is taken in. Each list is by day, the oldest first. Throws a `RateFileError` for a file that
 * cannot be what it says: then what is stored stays as it is.
 */
export function judge(offer: Offer, all: readonly StoredPublication[], today: Day): Judgement {
  const { kind, publications } = offer;
  if ((publications.at(-1)?.day ?? "") > today) throw new RateFileError("future");
  const before = all.filter(({ isWithdrawn }) => !isWithdrawn);
  const withdrawn = kind === "history" ? withdrawnOf(before, publications) : [];
  const stored = before.filter(({ day }) => !withdrawn.includes(day));
  const known = new Map(stored.map((one) => [one.day, one]));
  const newest = stored.at(-1)?.day ?? "";

  const changed = publications.filter((one) => !isSame(one, known.get(one.day)));
  const isCorrection = ({ day }: Publication) => known.has(day);
  if (changed.filter(isCorrection).length > mostCorrected) throw new RateFileError("rewritten");
  // A day alone that is older than the newest comes from a copy that lags behind.
  const taken = changed.filter((one) => kind === "history" || one.day >= newest);
  const series = merged(stored, publications);
  const leaps = leapsAmong(series, new Set(taken.map(({ day }) => day)));
  if (new Set(leaps.map(({ day }) => day)).size > mostLeaps) throw new RateFileError("leaps");
  const leaping = new Set(leaps.map(({ day }) => day));
  const good = taken.filter(({ day }) => !leaping.has(day));
  return {
    added: good.filter((one) => !isCorrection(one)),
    corrected: good.filter(isCorrection),
    withdrawn,
    leaps,
  };
}

/** The days that are stored and not in a file of all days. Throws where that is more than a publisher takes back. */
function withdrawnOf(stored: readonly Publication[], offered: readonly Publication[]): readonly Day[] {
  const days = new Set(offered.map(({ day }) => day));
  const missing = stored.flatMap(({ day }) => (days.has(day) ? [] : [day]));
  const newest = stored.at(-1)?.day;
  // A copy that lags behind ends before the newest: of what it lacks there nothing is known.
  const isBehind = (day: Day) => day > (offered.at(-1)?.day ?? "");
  const isLate = (day: Day) => newest === undefined || dayNumber(newest) - dayNumber(day) > withdrawableDays;
  if (missing.length > mostWithdrawn || missing.some((day) => isLate(day) || isBehind(day)))
    throw new RateFileError("shrunk");
  return missing;
}

const isSame = (one: Publication, other: Publication | undefined): boolean =>
  one.currencies === other?.currencies && one.rates === other.rates;

function merged(stored: readonly Publication[], offered: readonly Publication[]): readonly Publication[] {
  const byDay = new Map([...stored, ...offered].map((one) => [one.day, one]));
  return [...byDay.values()].sort((a, b) => (a.day < b.day ? -1 : 1));
}

/** The leaps of the days asked for, at the most one a day. Throws where too many currencies are gone at once. */
function leapsAmong(series: readonly Publication[], asked: ReadonlySet<Day>): readonly Leap[] {
  const leaps: Leap[] = [];
  let trusted: Publication | undefined;
  for (const [at, one] of series.entries()) {
    const isComparable = trusted && dayNumber(one.day) - dayNumber(trusted.day) <= comparableDays;
    const leap = isComparable && asked.has(one.day) ? leapOf([trusted, one, series[at + 1]]) : null;
    if (leap) leaps.push({ day: one.day, currency: leap });
    else trusted = one;
  }
  return leaps;
}

function leapOf(three: readonly (Publication | undefined)[]): Currency | null {
  const [before, now, after] = three.map(valuesOf) as [Values, Values, Values];
  if ([...before.keys()].filter((currency) => !now.has(currency)).length > mostLost)
    throw new RateFileError("lost");
  const leap = [...now].find(([currency, value]) => leapt(before.get(currency), value, after.get(currency)));
  return leap?.[0] ?? null;
}

/** For plausibility alone, and so as floats. */
type Values = ReadonlyMap<Currency, number>;

function valuesOf(publication: Publication | undefined): Values {
  if (!publication) return new Map();
  const rates = publication.rates.split(" ");
  return new Map(publication.currencies.split(" ").map((currency, at) => [currency, Number(rates[at])]));
}

const ratio = (a: number, b: number): number => Math.max(a / b, b / a);

const leapt = (before: number | undefined, value: number, next: number | undefined): boolean =>
  before !== undefined &&
  ratio(before, value) > mostLeap &&
  (next === undefined || ratio(value, next) > mostLeap);
