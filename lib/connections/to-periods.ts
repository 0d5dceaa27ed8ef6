import { slices } from "#lib/kernel/slices.ts";
import { monthOf, nextMonth, type Period } from "./periods.ts";
import type { EntryReader } from "./settle-entries.ts";

type Day = string;

/** What is kept of one period. */
export interface KeptPeriod<Row> extends Period {
  readonly records: readonly Row[];
}

export interface Told<Row> {
  /** From which day on the bank was asked. */
  readonly from: Day;
  /** In which month entries without a day stand. */
  readonly today: Day;
  /** Settled. */
  readonly records: readonly Row[];
}

/**
 * What is told, as months to be kept, in the places of those kept before. A month is cut where a consent's history
 * begins and where it was cut before, so that each record is in one place only and no recipient's view loses a day.
 * The order in a month depends on nothing but the entries.
 *
 * Of booked days before the first that the bank told, nothing was said: many banks go back ninety days only, whatever
 * they are asked. What is known of them stays. A pending entry that is not told again is gone.
 */
export async function toPeriods<Row>(
  { from, today, records }: Told<Row>,
  kept: readonly KeptPeriod<Row>[],
  reader: EntryReader<Row>,
): Promise<readonly KeptPeriod<Row>[]> {
  const pause = slices();
  const dayOf = (row: Row) => reader.dayOf(row) ?? today;
  const told = records.filter((row) => dayOf(row) >= from);
  await pause();
  const known = [...unsaid(kept, from, told, reader, today), ...told];
  await pause();
  const later = kept.filter((one) => one.to > from).map((one) => (one.from < from ? from : one.from));
  const { first, last } = boundsOf(known, dayOf, today);
  const month = monthOf(first);
  const begin = earliest([...later, month < from ? from : month]);
  const cuts = cutsFrom(begin, later.reduce(latest, last), later);
  await pause();

  const filled = new Map(cuts.map((cut) => [cut, [] as Row[]]));
  const places = new Map<Day, Row[]>();
  for (const row of known) {
    const day = dayOf(row);
    const place = places.get(day) ?? filled.get(placeIn(cuts, day));
    if (place) places.set(day, place);
    place?.push(row);
    await pause();
  }
  const periods: KeptPeriod<Row>[] = [];
  for (const [cut, rows] of filled) {
    await pause();
    periods.push({ from: cut, to: endOf(cut, cuts), records: inOrder(rows, dayOf) });
  }
  return [...shortened(kept, from, reader), ...periods];
}

/** What was kept of days before the first that the bank told now. */
function unsaid<Row>(
  kept: readonly KeptPeriod<Row>[],
  from: Day,
  told: readonly Row[],
  { dayOf, isBooked, idOf }: EntryReader<Row>,
  today: Day,
): readonly Row[] {
  if (kept.length === 0) return [];
  const { first } = boundsOf(told.filter(isBooked), (row) => dayOf(row) ?? today, today);
  const ids = new Set(told.map(idOf));
  return kept
    .flatMap(({ records }) => records)
    .filter((row) => {
      const [day, id] = [dayOf(row), idOf(row)];
      const isOld = isBooked(row) && day !== null && day >= from && day < first;
      return isOld && (id === null || !ids.has(id));
    });
}

const latest = (one: Day, other: Day): Day => [one, other].sort()[1] as Day;
const earliest = (days: readonly Day[]): Day => days.toSorted()[0] as Day;

function boundsOf<Row>(rows: readonly Row[], dayOf: (row: Row) => Day, today: Day) {
  let [first, last] = [today, today];
  for (const row of rows) {
    const day = dayOf(row);
    if (day < first) first = day;
    if (day > last) last = day;
  }
  return { first, last };
}

/** Where each period begins: with every month, and where one began before. */
function cutsFrom(begin: Day, last: Day, kept: readonly Day[]): readonly Day[] {
  const cuts = new Set([begin, ...kept]);
  for (let month = nextMonth(begin); month <= last; month = nextMonth(month)) cuts.add(month);
  return [...cuts].sort();
}

const endOf = (cut: Day, cuts: readonly Day[]): Day => {
  const next = cuts[cuts.indexOf(cut) + 1];
  const month = nextMonth(cut);
  return next !== undefined && next < month ? next : month;
};

const placeIn = (cuts: readonly Day[], day: Day): Day =>
  cuts.findLast((cut) => cut <= day) ?? (cuts[0] as Day);

function inOrder<Row>(rows: readonly Row[], dayOf: (row: Row) => Day): readonly Row[] {
  return rows
    .map((row) => ({ row, key: `${dayOf(row)} ${JSON.stringify(row)}` }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ row }) => row);
}

/** A period that reaches over the first day asked for is cut there: what lies before stays where it was. */
function shortened<Row>(
  kept: readonly KeptPeriod<Row>[],
  from: Day,
  { dayOf }: EntryReader<Row>,
): readonly KeptPeriod<Row>[] {
  return kept
    .filter((one) => one.from < from && from < one.to)
    .map((one) => ({
      from: one.from,
      to: from,
      records: one.records.filter((row) => (dayOf(row) ?? one.to) < from),
    }));
}
