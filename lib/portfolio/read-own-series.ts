import type { Context } from "#lib/access/context.ts";
import { toDayText } from "#lib/connections/periods.ts";
import type { OwnMeans } from "./own-means.ts";
import type { OwnWealthView } from "./own-wealth-view.ts";
import { type PeriodKind, periodOf } from "./periods.ts";
import { readOwnDays } from "./read-own-days.ts";
import { readOwnHoldings } from "./read-own-holdings.ts";
import { toOwnWealth } from "./read-own-wealth.ts";
import { netWorthSeries } from "./series.ts";
import type { SeriesView } from "./wealth-view.ts";

export interface OwnWealthOverTime {
  readonly own: OwnWealthView;
  readonly series: SeriesView;
}

/** The investor's own wealth as it is, and day by day in a period until today. */
export async function readOwnWealthOverTime(
  ctx: Context,
  means: OwnMeans,
  { period: kind }: { readonly period: PeriodKind },
): Promise<OwnWealthOverTime> {
  const read = await readOwnHoldings(ctx, means.keys);
  const today = toDayText(ctx.clock.now());
  const isBounded = kind !== "sinceBeginning";
  const from = isBounded ? periodOf(kind, today, today).from : null;
  const days = await readOwnDays(ctx, means, read, from);
  const period = { from: latest(from, days.first) ?? today, to: today };
  return { own: toOwnWealth(read, means), series: netWorthSeries(days, period) };
}

/** Days before the first of which anything is known are no gap: the line has not begun. */
const latest = (one: string | null, other: string | null): string | null =>
  one === null || other === null ? (one ?? other) : one > other ? one : other;
