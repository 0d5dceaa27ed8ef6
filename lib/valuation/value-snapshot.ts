import { type CurrencyCode, type Day, severalCurrencies } from "#lib/aspsp/records.ts";
import { type Exact, exact, zero } from "#lib/kernel/decimal.ts";
import type { RecordOf, ValuationRow } from "#lib/records/shapes.ts";
import { cellOf, valueRow } from "./amounts.ts";
import { chiefBalances, totalBalanceTypes } from "./chief-balance.ts";
import { addDays, carriedDays } from "./day.ts";
import { heldOnce, told, worthOf } from "./position-worth.ts";

type Position = RecordOf<"positions">;
type Balance = RecordOf<"balances">;
type Liability = RecordOf<"liabilities">;

/** What a bank told of the holdings of an account on the day on which it was read. */
export type Snapshot =
  | { readonly cluster: "positions"; readonly records: readonly Position[] }
  | { readonly cluster: "balances"; readonly records: readonly Balance[] }
  | { readonly cluster: "liabilities"; readonly records: readonly Liability[] };

/**
 * What an account was worth, on the one day that the snapshot is of: the newest that the bank names, as long as it is
 * near the reading, which tells what still holds. A currency of which anything has no value has none.
 */
export function valueSnapshot(snapshot: Snapshot, readOn: Day): readonly ValuationRow[] {
  switch (snapshot.cluster) {
    case "positions":
      return valuePositions(snapshot.records, readOn);
    case "balances":
      return valueBalances(snapshot.records, readOn);
    case "liabilities":
      return valueDebts(snapshot.records, readOn);
  }
}

function dayOf(named: readonly (Day | null)[], readOn: Day): Day {
  const newest = named.reduce<Day>((last, one) => (one !== null && one > last ? one : last), "");
  return newest < addDays(readOn, -carriedDays) || newest > readOn ? readOn : newest;
}

/** In the order of currencies. */
class Values {
  readonly #sums = new Map<CurrencyCode, { value: Exact; unknown: number }>();

  add(currency: CurrencyCode, value: Exact | null): void {
    const before = this.#sums.get(currency) ?? { value: zero, unknown: 0 };
    this.#sums.set(
      currency,
      value === null
        ? { ...before, unknown: before.unknown + 1 }
        : { ...before, value: before.value.plus(value) },
    );
  }

  on(day: Day): readonly ValuationRow[] {
    return [...this.#sums]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([currency, { value, unknown }]) => {
        const cell = unknown > 0 ? null : cellOf(value);
        return valueRow(day, currency, cell, cell === null ? Math.max(unknown, 1) : 0);
      });
  }
}

/** The interest that has accrued is worth as much as the rest, and may be in another currency. */
function valuePositions(positions: readonly Position[], readOn: Day): readonly ValuationRow[] {
  const held = heldOnce(positions);
  const day = dayOf(
    held.map(({ row }) => row.positionDate),
    readOn,
  );
  if (held.length === 0) return [valueRow(day, severalCurrencies, "0", 0)];
  const values = new Values();
  for (const { row, isContradicted } of held) {
    const { currency, accruedInterest, accruedInterestCurrency } = row;
    const worth = isContradicted ? null : worthOf(row, lastDayOf(readOn));
    values.add(worth?.currency ?? currency ?? severalCurrencies, worth?.amount ?? null);
    if (worth === null || accruedInterest === null || exact(accruedInterest).isZero()) continue;
    const accrued = told(accruedInterestCurrency ?? currency, accruedInterest);
    values.add(accrued?.currency ?? severalCurrencies, accrued?.amount ?? null);
  }
  return values.on(day);
}

/**
 * Where the bank names no balance, nothing was said. What is only expected has in it what is not booked: it is no value
 * of a day. An opening balance is what the day before ended with.
 */
function valueBalances(balances: readonly Balance[], readOn: Day): readonly ValuationRow[] {
  const parts = balances.filter(({ balanceType }) => !totalBalanceTypes.includes(balanceType));
  const chiefs = chiefBalances(
    parts.filter(({ referenceDate }) => referenceDate === null || referenceDate <= lastDayOf(readOn)),
  );
  const days = chiefs.map(({ balanceType, referenceDate }) =>
    balanceType === "openingBooked" && referenceDate ? addDays(referenceDate, -1) : referenceDate,
  );
  const day = dayOf(days, readOn);
  const values = new Values();
  for (const currency of new Set(parts.map((one) => one.currency))) {
    const chief = chiefs.find((one) => one.currency === currency);
    values.add(currency, chief && chief.balanceType !== "expected" ? exact(chief.amount) : null);
  }
  return values.on(day);
}

/** A debt that the bank tells of several days is owed once, as it was last. */
function valueDebts(debts: readonly Liability[], readOn: Day): readonly ValuationRow[] {
  const values = new Values();
  const days: Day[] = [];
  const named = Map.groupBy(debts, (one) => JSON.stringify([one.liabilityType, one.name, one.currency]));
  for (const same of named.values()) {
    const past = same.filter((one) => (one.referenceDate ?? "") <= lastDayOf(readOn));
    const last =
      past
        .map(({ referenceDate }) => referenceDate ?? "")
        .sort()
        .at(-1) ?? "";
    const newest = past.filter(({ referenceDate }) => (referenceDate ?? "") === last);
    const [outstanding, ...others] = new Set(newest.map((one) => one.outstanding));
    const isKnown = typeof outstanding === "string" && others.length === 0;
    values.add((same[0] as Liability).currency, isKnown ? exact(outstanding).negated() : null);
    days.push(last);
  }
  return values.on(dayOf(days, readOn));
}

/** A bank where it is tomorrow already tells of tomorrow. */
const lastDayOf = (readOn: Day): Day => addDays(readOn, 1);
