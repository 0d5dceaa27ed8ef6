import { type Day, dayOf } from "../../bank/family/days.ts";
import { randomFrom } from "../../bank/family/random.ts";
import { type Fixed, fixed } from "../books/fixed.ts";
import { type Debt, type Instrument, isDebt, type Unit } from "./instrument.ts";

const beginning = dayOf("2018-09-01");
const daysPerYear = 365.25;

/** The last day on which markets were open. 1970-01-01 was a Thursday. */
export function tradingDay(day: Day): Day {
  const weekday = (day + 4) % 7;
  if (weekday === 6) return day - 1;
  return weekday === 0 ? day - 2 : day;
}

/** For one unit, or in per cent of the nominal: the same for the same day, whenever and wherever it is asked for. */
export const priceOf = (instrument: Instrument, day: Day): Fixed => {
  const at = tradingDay(day);
  return isDebt(instrument) ? percentOf(instrument, at) : amountOf(instrument, at);
};

function amountOf({ key, course, splits }: Unit, day: Day): Fixed {
  const years = (day - beginning) / daysPerYear;
  const grown = course.base * (1 + course.growthPerYear) ** years * (1 + course.swing * waves(key, day));
  const into = splits.filter(({ on }) => on <= day).reduce((product, one) => product * Number(one.into), 1);
  return toTick(grown / into);
}

/** Nearer to 100 the nearer the day it comes due. */
function percentOf({ key, course, terms }: Debt, day: Day): Fixed {
  const left = Math.max(0, terms.maturesOn - day) / (terms.maturesOn - terms.issuedOn);
  return toTick(course.base * (1 + course.swing * waves(key, day) * Math.min(1, left)));
}

/** Prices are whole hundredths, as most exchanges have them. */
const toTick = (value: number): Fixed => fixed(Math.max(1, Math.round(value * 100)) / 100);

/** From -1 to 1: two slow waves of the instrument's own and a little of the day's. */
function waves(key: string, day: Day): number {
  const random = randomFrom(key);
  const [slow, quick] = [random.next() * 6.28, random.next() * 6.28];
  const noise = randomFrom(`${key} ${day}`).next() * 2 - 1;
  return 0.6 * Math.sin(day / 140 + slow) + 0.3 * Math.sin(day / 23 + quick) + 0.1 * noise;
}

/** Interest that a holder has earned since the last coupon, by months of thirty days (30/360). */
export function daysAccrued({ terms }: Debt, couponDays: readonly Day[], day: Day): number {
  if (day < terms.issuedOn || day >= terms.maturesOn) return 0;
  const since = couponDays.findLast((one) => one <= day) ?? terms.issuedOn;
  const [from, to] = [thirties(since), thirties(day)];
  return to - from;
}

function thirties(day: Day): number {
  const at = new Date(day * 86_400_000);
  return at.getUTCFullYear() * 360 + at.getUTCMonth() * 30 + Math.min(30, at.getUTCDate());
}
