import { Exact } from "#lib/kernel/decimal.ts";
import type { Currency } from "#lib/kernel/money.ts";
import type { Rate, RateTable } from "#lib/rates/rate-table.ts";
import { dayOfNumber } from "./days.ts";

/** More figures of a rate than anybody publishes, and few enough to reckon with quickly. */
const rateFigures = 34;

export interface DayRate {
  readonly by: Exact;
  /** `null` where nothing is converted. */
  readonly rate: Rate | null;
}

/** What one unit of a currency is worth on a day, by its number; `null` where nobody says. */
export type RatesInto = (currency: Currency, day: number) => DayRate | null;

/** The rates into one currency, each looked up once. */
export function ratesInto(base: Currency, rates: RateTable): RatesInto {
  const found = new Map<Currency, Map<number, DayRate | null>>();
  const same: DayRate = { by: new Exact(1), rate: null };
  const look = (currency: Currency, day: number): DayRate | null => {
    const rate = rates.rateOn(currency, base, dayOfNumber(day));
    if (rate === null || !rate.value.isFinite() || !rate.value.greaterThan(0)) return null;
    return { by: rate.value.toSignificantDigits(rateFigures), rate };
  };
  return (currency, day) => {
    if (currency === base) return same;
    const days = found.get(currency) ?? new Map<number, DayRate | null>();
    found.set(currency, days);
    const known = days.get(day);
    if (known !== undefined) return known;
    const rate = look(currency, day);
    days.set(day, rate);
    return rate;
  };
}
