import type { Context } from "#lib/access/context.ts";
import { toDayText } from "#lib/connections/periods.ts";
import { askedPeriod, type PerformanceAsked } from "./asked-period.ts";
import type { OwnMeans } from "./own-means.ts";
import type { OwnPerformanceView } from "./own-wealth-view.ts";
import { performanceOf } from "./performance.ts";
import { readOwnDays } from "./read-own-days.ts";
import { readOwnHoldings } from "./read-own-holdings.ts";
import { toOwnWealth } from "./read-own-wealth.ts";

export type { PerformanceAsked };

/** How the investor's own accounts did in a period of a kind, or between two days. */
export async function readOwnPerformance(
  ctx: Context,
  means: OwnMeans,
  asked: PerformanceAsked,
): Promise<OwnPerformanceView> {
  const read = await readOwnHoldings(ctx, means.keys);
  const today = toDayText(ctx.clock.now());
  const chosen = askedPeriod(asked, today);
  const days = await readOwnDays(ctx, means, read, chosen.since);
  const { wealth, nothing, currencies } = toOwnWealth(read, means);
  return {
    performance: performanceOf(days, chosen.within(days.first)),
    accounts: wealth.accounts,
    ...{ nothing, currencies, today },
    ...chosen.view(days.first),
  };
}
