import type { CurrencyCode, Day } from "#lib/aspsp/records.ts";
import { type Exact, exact, zero } from "#lib/kernel/decimal.ts";
import type { ValuationChunk } from "#lib/records/chunk.ts";
import type { ValuationRow } from "#lib/records/shapes.ts";
import { addDays } from "./day.ts";

/** By currency. */
export type Amounts = ReadonlyMap<CurrencyCode, Exact>;

/** What moved on an account on a day, in one currency. Gained is what its value changed by, less `flow`. */
export interface DayFlow {
  readonly day: Day;
  readonly currency: CurrencyCode;
  /** From elsewhere (plus) or to elsewhere (minus); `null` where part of it is not known. */
  readonly flow: Exact | null;
  /** The part of the flow that came from another currency (plus) or went into one (minus). */
  readonly exchanged: Exact;
  /** These are part of what was gained. Where entries are unknown, they are of the others. */
  readonly income: Exact;
  readonly fees: Exact;
  readonly taxes: Exact;
  /** How many entries are not in it, or not in all of it. */
  readonly unknown: number;
}

/** Days, the first and the last of them included. */
export interface Days {
  readonly from: Day;
  readonly to: Day;
}

/** What moved on an account, of its list of money or of investments or of both, in the order of days and currencies. */
export function flowsOf(chunks: readonly ValuationChunk[]): readonly DayFlow[] {
  const found = new Map<string, DayFlow>();
  for (const { cluster, records } of chunks) {
    if (cluster !== "transactions" && cluster !== "investmentTransactions") continue;
    for (const row of records) {
      const key = `${row.day} ${row.currency}`;
      found.set(key, added(found.get(key), row));
    }
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, flow]) => flow);
}

function added(before: DayFlow | undefined, row: ValuationRow): DayFlow {
  const [flow, unknown] = [row.flow === null ? null : exact(row.flow), Number(row.unknown ?? 0)];
  const sum = (one: Exact | undefined, cell: string | null) => {
    const more = cell === null || cell === "0" ? zero : exact(cell);
    return one ? one.plus(more) : more;
  };
  return {
    day: row.day,
    currency: row.currency,
    flow: before ? before.flow && flow && before.flow.plus(flow) : flow,
    exchanged: sum(before?.exchanged, row.exchanged),
    income: sum(before?.income, row.income),
    fees: sum(before?.fees, row.fees),
    taxes: sum(before?.taxes, row.taxes),
    unknown: (before?.unknown ?? 0) + unknown,
  };
}

/**
 * The days of which the bank told the entries, each once and in order: those of the periods that were read, up to the
 * day of the reading.
 */
export function toldDays(chunks: readonly ValuationChunk[]): readonly Days[] {
  const days: Days[] = [];
  const inOrder = chunks
    .filter(({ cluster }) => cluster === "transactions" || cluster === "investmentTransactions")
    .map(({ from, to, asOf }) => ({ from, to: earlier(addDays(to, -1), asOf.toISOString().slice(0, 10)) }))
    .filter(({ from, to }) => from <= to)
    .sort((a, b) => (a.from < b.from ? -1 : 1));
  for (const one of inOrder) {
    const last = days.at(-1);
    if (!last || addDays(last.to, 1) < one.from) days.push(one);
    else if (one.to > last.to) days[days.length - 1] = { from: last.from, to: one.to };
  }
  return days;
}

const earlier = (one: Day, other: Day): Day => (one < other ? one : other);

/** An account's entries of money, to count by. */
export interface Movements {
  /** The first day with an entry. What a bank did not tell of days before it is not known to be nothing. */
  readonly firstDay: Day | null;
  movesOn(day: Day): boolean;
  /** What was held before the entries of a day; `null` where one of them is not known, or is in a currency that was not held. */
  before(day: Day, held: Amounts): Amounts | null;
  /** What is held after them; `null` in the same cases. */
  after(day: Day, held: Amounts): Amounts | null;
}

export function movementsOf(chunks: readonly ValuationChunk[]): Movements {
  const changes = new Map<Day, Change[]>();
  for (const flow of flowsOf(chunks)) {
    const known = changes.get(flow.day);
    if (known) known.push(changeOf(flow));
    else changes.set(flow.day, [changeOf(flow)]);
  }
  const told = toldDays(chunks);
  const firstDay = changes.keys().next().value ?? null;
  const isTold = (day: Day) => told.some(({ from, to }) => from <= day && day <= to);
  return {
    firstDay,
    movesOn: (day) => changes.has(day),
    before: (day, held) =>
      isTold(day) && firstDay !== null && day > firstDay ? moved(held, changes.get(day) ?? [], -1) : null,
    after: (day, held) => (isTold(day) ? moved(held, changes.get(day) ?? [], 1) : null),
  };
}

/** By how much the entries of a day changed what is held; `null` where one of them is not known. */
interface Change {
  readonly currency: CurrencyCode;
  readonly by: Exact | null;
}

const changeOf = ({ currency, flow, income, fees, taxes, unknown }: DayFlow): Change => ({
  currency,
  by: flow === null || unknown > 0 ? null : flow.plus(income).plus(fees).plus(taxes),
});

function moved(held: Amounts, changes: readonly Change[], way: 1 | -1): Amounts | null {
  const then = new Map(held);
  for (const { currency, by } of changes) {
    const now = held.get(currency);
    if (now === undefined || by === null) return null;
    then.set(currency, way === 1 ? now.plus(by) : now.minus(by));
  }
  return then;
}
