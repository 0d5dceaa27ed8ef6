import { Exact } from "#lib/kernel/decimal.ts";
import type { Currency } from "#lib/kernel/money.ts";
import { toTotalView } from "./figure-view.ts";
import { Total } from "./total.ts";
import { type Dimension, dimensions, type PartView } from "./wealth-view.ts";

/** Where a part belongs in each way of dividing. What is left out is divided otherwise. */
export type Keys = { readonly [One in Dimension]?: string | null };

/** Sums by every way of dividing what is owned. */
export class Parts {
  readonly #base: Currency;
  readonly #totals: Readonly<Record<Dimension, Map<string | null, Total>>>;

  constructor(base: Currency) {
    this.#base = base;
    const none = () => new Map<string | null, Total>();
    this.#totals = {
      ...{ custodian: none(), account: none(), class: none() },
      ...{ currency: none(), region: none(), issuer: none() },
    };
  }

  add(keys: Keys, part: Total): void {
    if (part.isEmpty) return;
    for (const dimension of dimensions) {
      const key = keys[dimension];
      if (key !== undefined) this.#totalAt(dimension, key).addAll(part);
    }
  }

  /** The largest first, and what nobody told last among equals. */
  views(owned: Total): Readonly<Record<Dimension, readonly PartView[]>> {
    const viewsOf = (dimension: Dimension): readonly PartView[] =>
      [...this.#totals[dimension]]
        .sort(([key, one], [otherKey, other]) => byAmount(one, other) || byKey(key, otherKey))
        .map(([key, total]) => ({ key, value: toTotalView(total), weight: weightOf(total, owned) }));
    return {
      custodian: viewsOf("custodian"),
      account: viewsOf("account"),
      class: viewsOf("class"),
      currency: viewsOf("currency"),
      region: viewsOf("region"),
      issuer: viewsOf("issuer"),
    };
  }

  #totalAt(dimension: Dimension, key: string | null): Total {
    const totals = this.#totals[dimension];
    const total = totals.get(key) ?? new Total(this.#base);
    totals.set(key, total);
    return total;
  }
}

const hundred = new Exact(100);

/** Of all that is owned, in per cent. Of nothing, or of less, there are no parts. */
export function weightOf(part: Total, owned: Total): string | null {
  const [one, all] = [part.amount, owned.amount];
  if (one === null || all === null || !all.greaterThan(0)) return null;
  const weight = one.times(hundred).dividedBy(all).toDecimalPlaces(2);
  return weight.isZero() ? "0.00" : weight.toFixed(2);
}

/** The largest first; what is not known last. */
export function byAmount({ amount: one }: Total, { amount: other }: Total): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  return other.comparedTo(one);
}

const byKey = (one: string | null, other: string | null): number => {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  return one < other ? -1 : one > other ? 1 : 0;
};
