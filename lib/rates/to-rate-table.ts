import { Exact } from "#lib/kernel/decimal.ts";
import type { Currency } from "#lib/kernel/money.ts";
import { dayNumber, type Publication } from "./publication.ts";
import type { Day, RateTable } from "./rate-table.ts";

/** Days without a publication that a long weekend and its holidays explain. */
const freshDays = 7;
/** A rate that is older stands for nothing any more. */
const mostDaysOld = 31;
/** So few that a product with any amount is exact, and so many that there and back is the same amount. */
const crossDigits = 40;

/** Eight years of a few currencies, which whoever looks at a course over time asks for again and again. */
const crossesKept = 20_000;

const one = new Exact(1);
const euro = "EUR";

export const europeanCentralBank = "European Central Bank";

/** Nothing was loaded yet: only the euro can be chosen, and nothing is converted. */
export const noRates: RateTable = toRateTable(europeanCentralBank, []);

/**
 * The publications as what conversions ask. They stay the texts that they are, some two megabytes for a quarter of a
 * century, and a rate is made of them when somebody asks for it.
 */
export function toRateTable(source: string, publications: readonly Publication[]): RateTable {
  const days = publications.map(({ day }) => day);
  const numbers = Float64Array.from(days, dayNumber);
  const orders = publications.map(orderOf());
  const lines = publications.map(({ rates }) => rates);

  const crosses = new Map<string, Exact>();
  const decimalOn = (at: number, currency: Currency): Exact | null => {
    if (currency === euro) return one;
    const place = orders[at]?.get(currency);
    const text = place === undefined ? undefined : lines[at]?.split(" ", place + 1)[place];
    return text === undefined ? null : new Exact(text);
  };

  const crossOn = (at: number, from: Currency, to: Currency): Exact | null => {
    const key = `${from}${to}${at}`;
    const kept = crosses.get(key);
    if (kept) return kept;
    const [given, wanted] = [decimalOn(at, from), decimalOn(at, to)];
    if (!given || !wanted) return null;
    if (crosses.size >= crossesKept) crosses.clear();
    const cross = crossOf(given, wanted);
    crosses.set(key, cross);
    return cross;
  };

  return {
    source,
    currencies: [...(orders.at(-1)?.keys() ?? []), euro].sort(),
    newestDay: days.at(-1) ?? null,
    rateOn(from, to, day) {
      if (from === to) return { from, to, value: one, day, isStale: false };
      const asked = dayNumber(day);
      for (let at = lastUpTo(numbers, asked); at >= 0; at--) {
        const age = asked - (numbers[at] as number);
        if (age > mostDaysOld) break;
        const value = crossOn(at, from, to);
        if (value) return { from, to, value, day: days[at] as Day, isStale: age > freshDays };
      }
      return null;
    },
  };
}

const crossOf = (given: Exact, wanted: Exact): Exact =>
  given === one ? wanted : wanted.div(given).toSignificantDigits(crossDigits);

/** The same currencies stand in thousands of days: each order of them is kept once. */
function orderOf(): (publication: Publication) => ReadonlyMap<Currency, number> {
  const known = new Map<string, ReadonlyMap<Currency, number>>();
  return ({ currencies }) => {
    const order = known.get(currencies) ?? new Map(currencies.split(" ").map((code, at) => [code, at]));
    known.set(currencies, order);
    return order;
  };
}

/** The place of the last number that is not above the limit; -1 where there is none, or no limit. */
function lastUpTo(numbers: Float64Array, limit: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((numbers[middle] as number) <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
