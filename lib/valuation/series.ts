import { type AccountKind, type CurrencyCode, type Day, severalCurrencies } from "#lib/aspsp/records.ts";
import type { DataCluster } from "#lib/kernel/data-cluster.ts";
import { type Exact, exact, zero } from "#lib/kernel/decimal.ts";
import type { ValuationChunk } from "#lib/records/chunk.ts";
import type { ValuationRow } from "#lib/records/shapes.ts";
import { addDays, carriedDays } from "./day.ts";
import { type Amounts, type Days, type Movements, movementsOf } from "./movements.ts";

/** One account with what was reckoned of it and may be seen. */
export interface AccountValuations {
  readonly kind: AccountKind;
  /** Of this account alone, of all kinds of data. */
  readonly chunks: readonly ValuationChunk[];
}

/** What an account held at the end of a day. */
export interface DayValue {
  readonly day: Day;
  /** By currency; none where it held nothing. `null` is not known. */
  readonly values: Amounts | null;
  /** Told by the bank of that day, counted by its entries, or taken over from a day before; the least sure of its parts. */
  readonly by: Sureness | null;
}

const surenesses = ["told", "counted", "carried"] as const;
type Sureness = (typeof surenesses)[number];

/**
 * What an account was worth, day by day without a gap, up to a day and from the first on of which all is known. Its
 * money and its instruments are each known or not, and it is only where both are.
 */
export function seriesOf({ kind, chunks }: AccountValuations, until: Day): readonly DayValue[] {
  const money = partsOfMoney(kind, chunks);
  const [payments, investments] = (["transactions", "investmentTransactions"] as const).map((list) =>
    movementsOf(chunks.filter(({ cluster }) => cluster === list)),
  ) as [Movements, Movements];
  const hasPositions = chunks.some(({ cluster }) => cluster === "positions");
  const parts = [
    ...(money ? [valued(snapshotsOf(chunks, money), payments, until, closedDay(chunks, money))] : []),
    // What instruments were worth on other days is not told by what came and went.
    ...(hasPositions ? [valued(snapshotsOf(chunks, "positions"), uncounted(investments), until, null)] : []),
  ];
  const first = parts.flatMap((part) => [...part.keys()]).sort()[0];
  if (first === undefined) return [];
  const series: DayValue[] = [];
  for (let day = first; day <= until; day = addDays(day, 1)) {
    series.push(
      together(
        day,
        parts.map((part) => part.get(day) ?? unknown),
      ),
    );
  }
  const known = series.findIndex(({ values }) => values !== null);
  return known < 0 ? [] : series.slice(known);
}

/** The newest day that was told, where it was over when it was told: nothing is booked on it any more. */
function closedDay(chunks: readonly ValuationChunk[], wanted: DataCluster): Day | null {
  const [newest] = chunks
    .filter(({ cluster, records }) => cluster === wanted && records.length > 0)
    .sort((one, other) => (one.from < other.from ? 1 : -1));
  const day = newest?.records
    .map((row) => row.day)
    .sort()
    .at(-1);
  return newest && day !== undefined && day < newest.asOf.toISOString().slice(0, 10) ? day : null;
}

const uncounted = (entries: Movements): Movements => ({
  ...entries,
  firstDay: null,
  before: () => null,
  after: () => null,
});

/** A debt is told by what is owed, and where that may not be seen, by its balance. Both say the same. */
function partsOfMoney(kind: AccountKind, chunks: readonly ValuationChunk[]): DataCluster | null {
  const has = (wanted: DataCluster) => chunks.some(({ cluster }) => cluster === wanted);
  if ((kind === "card" || kind === "loan") && has("liabilities")) return "liabilities";
  return has("balances") ? "balances" : null;
}

type Valued = Pick<DayValue, "values" | "by">;
const unknown: Valued = { values: null, by: null };

/** What was told of each day; `null` where part of it has no value. */
function snapshotsOf(
  chunks: readonly ValuationChunk[],
  wanted: DataCluster,
): ReadonlyMap<Day, Amounts | null> {
  const days = new Map<Day, ValuationRow[]>();
  for (const { cluster, records } of chunks) {
    if (cluster !== wanted) continue;
    for (const row of records) days.set(row.day, [...(days.get(row.day) ?? []), row]);
  }
  return new Map([...days].map(([day, rows]) => [day, amountsOf(rows)]));
}

function amountsOf(rows: readonly ValuationRow[]): Amounts | null {
  const amounts = new Map<CurrencyCode, Exact>();
  for (const { currency, value } of rows) {
    if (value === null) return null;
    // Of nothing at all no currency is told, and whatever else is known has one.
    if (currency !== severalCurrencies) amounts.set(currency, exact(value));
  }
  return amounts;
}

/**
 * Back from the last day: told, else counted back from the day after. From a day that was over when it was told on, also
 * counted on; and what is left, taken over from before.
 */
function valued(
  told: ReadonlyMap<Day, Amounts | null>,
  entries: Movements,
  until: Day,
  closed: Day | null,
): ReadonlyMap<Day, Valued> {
  const first = [...told.keys(), entries.firstDay ?? until].sort()[0] as Day;
  const back = new Map<Day, Valued>();
  let after: Amounts | null = null;
  for (let day = until; day >= first; day = addDays(day, -1)) {
    const counted: Amounts | null = after && entries.before(addDays(day, 1), after);
    const one = chosen(told.get(day), counted, entries.movesOn(day));
    after = one.values;
    if (one.values !== null || told.has(day)) back.set(day, one);
  }
  let held = closed === null ? null : (back.get(closed)?.values ?? null);
  for (let day = addDays(closed ?? until, 1); held && day <= until; day = addDays(day, 1)) {
    held = entries.after(day, held);
    if (held && !back.has(day)) back.set(day, { values: held, by: "counted" });
  }
  return carriedOver(back, entries, { from: first, to: until });
}

/**
 * What a bank tells of a day before its end lacks what is booked on it later: counted back from the day after, that is in
 * it. So a day with entries is worth what is counted, and on every other the bank's word begins the counting anew.
 */
function chosen(told: Amounts | null | undefined, counted: Amounts | null, moves: boolean): Valued {
  if (told && !(counted && moves)) return { values: told, by: "told" };
  return counted ? { values: counted, by: "counted" } : unknown;
}

/** A value holds for some days, and no longer than until something is known to have moved. */
function carriedOver(
  back: ReadonlyMap<Day, Valued>,
  entries: Movements,
  { from, to }: Days,
): ReadonlyMap<Day, Valued> {
  const all = new Map<Day, Valued>();
  let last: Amounts | null = null;
  let until = from;
  for (let day = from; day <= to; day = addDays(day, 1)) {
    const known = back.get(day);
    if (known) [last, until] = [known.values, addDays(day, carriedDays)];
    else if (entries.movesOn(day) || day > until) last = null;
    all.set(day, known ?? (last ? { values: last, by: "carried" } : unknown));
  }
  return all;
}

/** Known only where all parts are. */
function together(day: Day, parts: readonly Valued[]): DayValue {
  const [only, ...others] = parts;
  if (only && others.length === 0) return { day, ...only };
  const values = new Map<CurrencyCode, Exact>();
  for (const part of parts) {
    if (part.values === null) return { day, ...unknown };
    for (const [currency, value] of part.values) {
      values.set(currency, (values.get(currency) ?? zero).plus(value));
    }
  }
  const by = surenesses.findLast((one) => parts.some((part) => part.by === one)) ?? null;
  return { day, values, by };
}
