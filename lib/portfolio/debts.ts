import { exact } from "#lib/kernel/decimal.ts";
import type { Money } from "#lib/kernel/money.ts";
import type { RecordOf } from "#lib/records/shapes.ts";
import { type Figure, knownFrom, type MissingReason, unavailable } from "./figure.ts";
import type { Told } from "./holdings.ts";
import { marksOf, type Reading, sourceOf } from "./reading.ts";

type Row = RecordOf<"liabilities">;
type KnownDebts = Extract<Told<Row>, { kind: "known" }>;

export interface Debt {
  readonly currency: string | null;
  readonly figure: Figure<Money>;
}

/** What is owed, negative, debt by debt. One that the bank tells of several days is owed once, as it was last. */
export function debtsOf(reading: Reading, told: KnownDebts): readonly Debt[] {
  const { accountId, currency } = reading.account;
  const no = (reason: MissingReason, what: string | null): Figure<never> =>
    unavailable(reason, accountId, what);
  if (told.records.length === 0) return [{ currency, figure: no("noBalance", currency) }];
  const source = sourceOf(reading, told.asOf);
  const marks = marksOf(reading, told);
  const byDebt = Map.groupBy(told.records, (row) =>
    JSON.stringify([row.liabilityType, row.name, row.currency]),
  );
  return [...byDebt.values()].map((rows): Debt => {
    const newest = newestOf(rows, reading.lastDay);
    const [last] = newest;
    const own = rows[0]?.currency ?? null;
    if (last === undefined) return { currency: own, figure: no("invalid", own) };
    if (last.outstanding === null) return { currency: own, figure: no("noBalance", own) };
    if (newest.some(({ outstanding }) => outstanding !== last.outstanding)) {
      return { currency: own, figure: no("invalid", own) };
    }
    const value = { amount: exact(last.outstanding).negated(), currency: last.currency };
    return { currency: own, figure: knownFrom(value, source, ...marks) };
  });
}

/** All of the last day that is not still to come. */
function newestOf(rows: readonly Row[], lastDay: string): readonly Row[] {
  const dayOf = ({ referenceDate }: Row) => referenceDate ?? "";
  const past = rows.filter((row) => dayOf(row) <= lastDay);
  const last = past.map(dayOf).sort().at(-1);
  return past.filter((row) => dayOf(row) === last);
}
