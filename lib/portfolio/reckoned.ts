import { type Exact, zero } from "#lib/kernel/decimal.ts";
import type { Currency } from "#lib/kernel/money.ts";
import type { Rate } from "#lib/rates/rate-table.ts";
import { dayOfNumber } from "./days.ts";
import type { Mark, Missing, Source } from "./figure.ts";
import { toFigureView } from "./figure-view.ts";
import type { Stretch } from "./stretch.ts";
import type { FigureView } from "./wealth-view.ts";

/** What several accounts come to. It is known where nothing is missing. */
export interface Reckoned {
  readonly amount: Exact;
  readonly missing: readonly Missing[];
  /** The oldest day of what it is made of. */
  readonly asOf: number;
  readonly rates: readonly Rate[];
  readonly isEstimated: boolean;
}

/** What the accounts of a stretch were worth together at the end of one of its days. */
export function worthOfAll({ accounts }: Stretch, day: number): Reckoned {
  let [amount, asOf] = [zero, day];
  const missing: Missing[] = [];
  const rates = new Set<Rate>();
  for (const account of accounts) {
    if (!account.isIn(day)) continue;
    const worth = account.worthOn(day);
    if (worth.kind === "unknown") missing.push(worth.missing);
    else {
      amount = amount.plus(worth.amount);
      asOf = Math.min(asOf, worth.on);
      for (const rate of worth.rates) rates.add(rate);
    }
  }
  return { amount, missing, asOf, rates: [...rates], isEstimated: false };
}

/** Decimals that a converted amount is told with. */
const places = 8;

export function toView(
  { amount, missing, asOf, rates, isEstimated }: Reckoned,
  { accounts }: Stretch,
  base: Currency,
): FigureView {
  if (missing.length > 0) return { kind: "unavailable", missing: distinct(missing) };
  const at = new Date(dayOfNumber(asOf));
  const sources: readonly Source[] = accounts.map(({ accountId, institutionId }) => ({
    ...{ accountId, institutionId, asOf: at },
  }));
  const marks: readonly Mark[] = [
    ...(rates.some(({ isStale }) => isStale) ? (["staleRate"] as const) : []),
    ...(isEstimated ? (["estimated"] as const) : []),
  ];
  const value = { amount: amount.toDecimalPlaces(places), currency: base };
  return toFigureView({ kind: "known", value, asOf: at, sources, marks, rates });
}

/** The same lack once, however many figures have it. */
export function distinct(missing: readonly Missing[]): readonly Missing[] {
  return [...new Map(missing.map((one) => [JSON.stringify(one), one])).values()];
}
