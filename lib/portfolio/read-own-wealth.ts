import type { Context } from "#lib/access/context.ts";
import { consolidate } from "./consolidate.ts";
import { baseOf, type OwnMeans } from "./own-means.ts";
import type { NothingYet, OwnWealthView } from "./own-wealth-view.ts";
import { type OwnHoldings, readOwnHoldings } from "./read-own-holdings.ts";

/** The investor's own wealth over all banks in one currency, with how reading it goes on. */
export async function readOwnWealth(ctx: Context, means: OwnMeans): Promise<OwnWealthView> {
  return toOwnWealth(await readOwnHoldings(ctx, means.keys), means);
}

export function toOwnWealth({ holdings, own }: OwnHoldings, means: OwnMeans): OwnWealthView {
  return {
    wealth: consolidate(holdings, means.rates, baseOf(means)),
    nothing: nothingYet(own),
    readings: own.accounts.map(({ accountId, connectionId }) => ({ accountId, connectionId })),
    gone: own.gone.length,
    currencies: means.rates.currencies,
  };
}

/** A failed first reading is another thing than one that goes on, and is told by each account's figure. */
export function nothingYet({ accounts, products, live }: OwnHoldings["own"]): NothingYet | null {
  if (accounts.length === 0) return live > 0 ? "noAccounts" : "noBank";
  const isUntouched = products.every(({ asOf, state }) => asOf === null && state === "pending");
  return isUntouched ? "firstReading" : null;
}
