import { exact } from "#lib/kernel/decimal.ts";
import type { Currency, Money } from "#lib/kernel/money.ts";
import type { RateTable } from "#lib/rates/rate-table.ts";
import type { MoneyPart } from "./account-parts.ts";
import { converterTo } from "./convert.ts";
import { type Figure, knownFrom } from "./figure.ts";
import type { Held } from "./held.ts";
import { marksOf, type Reading, sourceOf } from "./reading.ts";
import { isTotal, totalRank } from "./told-total.ts";
import { sum } from "./total.ts";

/** What a custodian tells beside what its other figures come to, whole and in the currency in which it tells it. */
export interface Reconciliation {
  readonly by: "total" | "prices";
  readonly told: Money;
  readonly summed: Figure<Money>;
}

export function reconcile(
  reading: Reading,
  money: readonly MoneyPart[],
  held: readonly Held[],
  rates: RateTable,
): readonly Reconciliation[] {
  return [...totalsOf(reading, money, held, rates), ...pricesOf(reading, held)];
}

/** A total that the custodian itself tells, beside all positions and money of the account. */
function totalsOf(
  reading: Reading,
  money: readonly MoneyPart[],
  held: readonly Held[],
  rates: RateTable,
): readonly Reconciliation[] {
  const { balances, positions } = reading.account;
  if (balances.kind === "unavailable" || positions?.kind !== "known") return [];
  const [total] = balances.records
    .filter(({ balanceType }) => isTotal(balanceType))
    .toSorted((one, other) => totalRank(one.balanceType) - totalRank(other.balanceType));
  if (total === undefined) return [];
  const parts = [
    ...money.map(({ figure }) => figure),
    ...held.flatMap(({ figures: { clean, accrued } }) => (accrued === null ? [clean] : [clean, accrued])),
  ];
  const convert = converterTo(total.currency, rates);
  const told = { amount: exact(total.amount), currency: total.currency };
  return [{ by: "total", told, summed: sum(parts.map(convert), total.currency) }];
}

/** Market values beside quantity times price, of the positions of which the custodian tells both. */
function pricesOf(reading: Reading, held: readonly Held[]): readonly Reconciliation[] {
  const { positions } = reading.account;
  if (positions?.kind !== "known") return [];
  const source = sourceOf(reading, positions.asOf);
  const marks = marksOf(reading, positions);
  const sums = new Map<Currency, Compared>();
  for (const { row, figures } of held) {
    const { compared } = figures;
    if (row.currency === null || compared === null) continue;
    const before = sums.get(row.currency);
    sums.set(row.currency, before === undefined ? compared : both(before, compared));
  }
  return [...sums]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([currency, { told, reckoned }]) => ({
      ...{ by: "prices", told: { amount: told, currency } },
      summed: knownFrom({ amount: reckoned, currency }, source, ...marks),
    }));
}

type Compared = NonNullable<Held["figures"]["compared"]>;

const both = (one: Compared, other: Compared): Compared => ({
  told: one.told.plus(other.told),
  reckoned: one.reckoned.plus(other.reckoned),
});
