import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { clientFacts } from "./client-facts.ts";
import type { ClientWealthView } from "./client-view.ts";
import { consolidate } from "./consolidate.ts";
import { baseOf, type OwnMeans } from "./own-means.ts";
import { readClientHoldings } from "./read-client-holdings.ts";
import { toNamedBalance } from "./read-own-account.ts";

export const ReadClient = z.strictObject({ investorId: idSchema("per") });
export type ReadClient = z.output<typeof ReadClient>;

/**
 * A client's wealth over all banks in one currency, as far as their consents allow at this moment. What is shown is
 * noted first: it stands in the client's own list of who saw it.
 */
export async function readClient(
  ctx: Context,
  means: OwnMeans,
  { investorId }: ReadClient,
): Promise<ClientWealthView> {
  const read = await readClientHoldings(ctx, means.keys, { investorId, what: "clientPage" });
  const { holdings, granted, banks } = read;
  return {
    client: await clientFacts(ctx, investorId, { granted, hidden: banks.hidden }),
    wealth: consolidate(holdings, means.rates, baseOf(means)),
    balances: new Map(
      holdings.accounts.flatMap(({ accountId, balances }) =>
        balances.kind === "known" ? [[accountId, balances.records.map(toNamedBalance)]] : [],
      ),
    ),
    gone: banks.gone.length,
    currencies: means.rates.currencies,
  };
}
