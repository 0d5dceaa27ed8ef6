import type { AccountId } from "#lib/kernel/id.ts";
import type { Currency, Money } from "#lib/kernel/money.ts";
import type { Rate, RateTable } from "#lib/rates/rate-table.ts";
import { type Figure, type Known, marked, unavailable, withValue } from "./figure.ts";
import { ratesInto } from "./rates-into.ts";

export type Convert = (figure: Figure<Money>) => Figure<Money>;

const dayMs = 86_400_000;

/**
 * Into one currency at the rate of the day that a figure is of. Where there is no such rate the figure is unavailable:
 * nothing is ever counted one to one.
 */
export function converterTo(base: Currency, rates: RateTable): Convert {
  const rateFor = ratesInto(base, rates);
  // Figures that are converted alike share the list of what they were converted by.
  const lists = new Map<Rate, readonly [Rate]>();
  const listOf = (rate: Rate): readonly [Rate] => {
    const list = lists.get(rate) ?? ([rate] as const);
    lists.set(rate, list);
    return list;
  };
  return (figure) => {
    if (figure.kind === "unavailable" || figure.value.currency === base) return figure;
    const { amount, currency } = figure.value;
    // Nothing is nothing in any currency.
    if (amount.isZero()) return withValue(figure, { amount, currency: base });
    const found = rateFor(currency, Math.floor(figure.asOf.getTime() / dayMs));
    if (found === null || found.rate === null) return unavailable("noRate", accountOf(figure), currency);
    const value = { amount: amount.times(found.by), currency: base };
    const by = figure.rates.length === 0 ? listOf(found.rate) : [...figure.rates, found.rate];
    const { asOf, sources, marks } = figure;
    const converted: Known<Money> = { kind: "known", value, asOf, sources, marks, rates: by };
    return found.rate.isStale ? marked(converted, "staleRate") : converted;
  };
}

/** Whose figure it is, where it is one account's alone. */
function accountOf({ sources: [first, ...others] }: Known<Money>): AccountId | null {
  const isOne = first !== undefined && others.every(({ accountId }) => accountId === first.accountId);
  return isOne ? first.accountId : null;
}
