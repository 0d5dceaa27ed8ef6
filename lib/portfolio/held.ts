import type { RecordOf } from "#lib/records/shapes.ts";
import { isLent } from "#lib/valuation/position-worth.ts";
import type { AccountHoldings, Told } from "./holdings.ts";
import type { Instrument, ReadInstrument } from "./instrument.ts";
import { contradicted, figuresOf, type PositionFigures } from "./position-figures.ts";
import type { ToldAt } from "./position-value.ts";
import { marksOf, type Reading, sourceOf } from "./reading.ts";

type Row = RecordOf<"positions">;

/** One position of one account, in the bank's own currencies, whole. */
export interface Held {
  readonly account: AccountHoldings;
  readonly row: Row;
  readonly place: number;
  readonly instrument: Instrument;
  /** What a custodian has lent is owed. */
  readonly side: "owned" | "owed";
  readonly figures: PositionFigures;
}

/** A bank tells every day what is held on that day. What is a week older was forgotten there. */
const positionDays = 7;
/** Some funds are priced once a month. */
const priceDays = 31;
const dayMs = 86_400_000;

export function heldIn(
  reading: Reading,
  told: Extract<Told<Row>, { kind: "known" }>,
  instrumentOf: ReadInstrument,
): readonly Held[] {
  const { account } = reading;
  const daysBefore = (days: number) =>
    new Date(told.asOf.getTime() - days * dayMs).toISOString().slice(0, 10);
  const at: ToldAt = {
    sources: [sourceOf(reading, told.asOf)],
    marks: marksOf(reading, told),
    lastDay: reading.lastDay,
    firstPositionDay: daysBefore(positionDays),
    firstPriceDay: daysBefore(priceDays),
  };
  const once = onceEach(told.records);
  const held: Held[] = [];
  for (const [place, row] of told.records.entries()) {
    const is = once(row);
    if (is === "old") continue;
    held.push({
      account,
      row,
      place,
      instrument: instrumentOf(row, account, place),
      side: isLent(row) ? "owed" : "owned",
      figures: is === "contradicted" ? contradicted(row, at) : figuresOf(row, at),
    });
  }
  return held;
}

/** A position that a bank names twice is held once, as of its last day. Two tales of one day are both of no use. */
function onceEach(rows: readonly Row[]): (row: Row) => "only" | "old" | "contradicted" {
  const named = new Map<string, Row>();
  const twice = new Map<string, Row[]>();
  for (const row of rows) {
    if (row.positionId === null) continue;
    const before = named.get(row.positionId);
    if (before === undefined) named.set(row.positionId, row);
    else twice.set(row.positionId, [...(twice.get(row.positionId) ?? [before]), row]);
  }
  return (row) => {
    const same = row.positionId === null ? undefined : twice.get(row.positionId);
    if (same === undefined) return "only";
    const last = same.map(dayOf).sort().at(-1);
    const newest = same.filter((one) => dayOf(one) === last);
    if (!newest.includes(row)) return "old";
    const [first] = newest.map(textOf);
    if (newest.some((one) => textOf(one) !== first)) return "contradicted";
    return newest[0] === row ? "only" : "old";
  };
}

const dayOf = ({ positionDate }: Row): string => positionDate ?? "";
const textOf = (row: Row): string => JSON.stringify(Object.entries(row).sort());
