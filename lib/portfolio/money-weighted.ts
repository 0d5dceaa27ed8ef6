import { type Exact, zero } from "#lib/kernel/decimal.ts";

/** Money from the investor's side: paid in is negative, and what is there at the end is positive. */
export interface Payment {
  readonly day: number;
  readonly amount: Exact;
}

/** A yearly rate as the natural logarithm of 1 + rate. A float, as a root of an equation must be. */
export type LogRate = number;

const daysOfYear = 365;
/** From a loss of 99.99 % to a millionfold gain: in a year, or in the whole period where that is shorter. */
const [lowest, highest] = [Math.log(0.0001), Math.log(1_000_001)];
const cells = 800;

/**
 * Every yearly rate at which these payments are worth nothing today (XIRR, Actual/365), ascending. Payments whose sign
 * changes once have at most one (Descartes' rule of signs, which holds for such sums too). For others the whole range
 * is searched: a rate is where the sign changes or where it touches zero.
 */
export function internalRates(payments: readonly Payment[]): readonly LogRate[] {
  const terms = toTerms(payments);
  const changes = terms.filter(
    ({ amount }, at) => at > 0 && amount > 0 !== (terms[at - 1] as Term).amount > 0,
  );
  const years = terms.at(-1)?.years ?? 0;
  if (changes.length === 0 || years === 0) return [];
  const scale = Math.max(1, 1 / years);
  const worth = (rate: LogRate): number => relativeWorth(terms, rate);
  const [low, high] = [lowest * scale, highest * scale];
  if (changes.length === 1) return rootBetween(worth, low, high);
  return searched(worth, sampled(terms, low, high), low, high);
}

/** The same rate over another time than a year, as a fraction. */
export const overDays = (rate: LogRate, days: number): number => Math.expm1((rate * days) / daysOfYear);

interface Term {
  readonly years: number;
  readonly amount: number;
}

/** One a day, ascending and without zeros, in parts of the largest: so neither order nor unit changes anything. */
function toTerms(payments: readonly Payment[]): readonly Term[] {
  const days = new Map<number, Exact>();
  for (const { day, amount } of payments) days.set(day, (days.get(day) ?? zero).plus(amount));
  const sums = [...days].filter(([, amount]) => !amount.isZero()).sort(([one], [other]) => one - other);
  const largest = sums.reduce(
    (most, [, amount]) => (amount.abs().greaterThan(most) ? amount.abs() : most),
    zero,
  );
  const first = sums[0]?.[0] ?? 0;
  return sums.map(([day, amount]) => ({
    years: (day - first) / daysOfYear,
    amount: amount.dividedBy(largest).toNumber(),
  }));
}

/** Net present value over the sum of its parts' sizes: between -1 and 1, with the same zeros, and without overflow. */
function relativeWorth(terms: readonly Term[], rate: LogRate): number {
  const pivot = rate < 0 ? (terms.at(-1)?.years ?? 0) : 0;
  let [sum, size] = [0, 0];
  for (const { years, amount } of terms) {
    const part = amount * Math.exp(-rate * (years - pivot));
    sum += part;
    size += Math.abs(part);
  }
  return sum / size;
}

type Curve = (rate: LogRate) => number;

/** {@link relativeWorth} at the edges of all cells. From one to the next each term changes by a factor of its own. */
function sampled(terms: readonly Term[], low: number, high: number): readonly number[] {
  const middle = (terms.at(-1)?.years ?? 0) / 2;
  const step = (high - low) / cells;
  const parts = Float64Array.from(terms, ({ years, amount }) => amount * Math.exp(-low * (years - middle)));
  const factors = Float64Array.from(terms, ({ years }) => Math.exp(-step * (years - middle)));
  return Array.from({ length: cells + 1 }, () => {
    let [sum, size] = [0, 0];
    for (let at = 0; at < parts.length; at++) {
      const part = parts[at] as number;
      sum += part;
      size += Math.abs(part);
      parts[at] = part * (factors[at] as number);
    }
    return sum / size;
  });
}

function searched(worth: Curve, values: readonly number[], low: number, high: number): readonly LogRate[] {
  const at = (cell: number): number => low + ((high - low) * cell) / cells;
  const roots: LogRate[] = [];
  for (let cell = 0; cell < cells; cell++) {
    const [value, next] = [values[cell] as number, values[cell + 1] as number];
    if (value === 0 || value > 0 !== next > 0) roots.push(...rootBetween(worth, at(cell), at(cell + 1)));
    else if (cell > 0 && isDip(values, cell)) roots.push(...touching(worth, at(cell - 1), at(cell + 1)));
  }
  return roots.filter((root, index) => index === 0 || root - (roots[index - 1] as number) > 1e-9);
}

/** Nearer to zero than on both sides, and on the same side of it. */
function isDip(values: readonly number[], cell: number): boolean {
  const [before, value, after] = values.slice(cell - 1, cell + 2) as [number, number, number];
  const isOneSide = before > 0 === value > 0 && value > 0 === after > 0;
  return isOneSide && Math.abs(value) <= Math.abs(before) && Math.abs(value) <= Math.abs(after);
}

/** Between two points on one side of zero the curve may touch it once or cross it twice. */
function touching(worth: Curve, low: number, high: number): readonly LogRate[] {
  const side = Math.sign(worth(low));
  let [from, to] = [low, high];
  for (let turn = 0; turn < 45; turn++) {
    const third = (to - from) / 3;
    const [one, other] = [from + third, to - third];
    if (worth(one) * side < worth(other) * side) to = other;
    else from = one;
    const middle = (from + to) / 2;
    if (worth(middle) * side < -tolerance)
      return [...rootBetween(worth, low, middle), ...rootBetween(worth, middle, high)];
  }
  const lowestPoint = (from + to) / 2;
  return Math.abs(worth(lowestPoint)) <= tolerance ? [lowestPoint] : [];
}

/** Below what the sum of rounded terms can tell from zero. */
const tolerance = 1e-14;

/** By halving, which cannot miss; none where the sign is the same at both ends. */
function rootBetween(worth: Curve, low: number, high: number): readonly LogRate[] {
  let [from, to] = [low, high];
  const [first, last] = [worth(from), worth(to)];
  if (first === 0) return [from];
  if (last === 0) return [to];
  if (first > 0 === last > 0) return [];
  for (let turn = 0; turn < 200; turn++) {
    const middle = (from + to) / 2;
    if (middle === from || middle === to) break;
    if (worth(middle) > 0 === first > 0) from = middle;
    else to = middle;
  }
  return [(from + to) / 2];
}
