import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { type ClientBanks, listClientBanks } from "#lib/connections/list-client-banks.ts";
import type { GrantedProduct } from "#lib/connections/list-granted.ts";
import { addDaysTo, toDayText } from "#lib/connections/periods.ts";
import type { Granted } from "#lib/consent/granted.ts";
import type { DisclosureWay } from "#lib/disclosures/disclosure.ts";
import { readForRecipient } from "#lib/disclosures/read-for-recipient.ts";
import type { DataCluster } from "#lib/kernel/data-cluster.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import type { Since } from "#lib/records/chunk.ts";
import type { RecordKeys } from "#lib/records/record-keys.ts";
import type { Holdings } from "./holdings.ts";
import { toHoldings } from "./to-holdings.ts";

/** What holdings are made of, and so what the client is told that was seen. */
const shown: readonly DataCluster[] = ["identity", "balances", "positions", "liabilities"];

export interface ReadClientHoldings {
  readonly investorId: PersonId;
  readonly what: DisclosureWay;
}

export interface ClientHoldings {
  readonly holdings: Holdings;
  readonly granted: readonly Granted[];
  readonly banks: ClientBanks;
}

/**
 * Everything that a client's banks last told, as far as their consents allow it at this moment. It is noted first, and
 * only what is newest of each kind is opened. Of whom no consent names the caller there is nothing to be found.
 */
export async function readClientHoldings(
  ctx: Context,
  keys: RecordKeys,
  { investorId, what }: ReadClientHoldings,
): Promise<ClientHoldings> {
  requirePermission(ctx, "book.read");
  const { granted, chunks, found } = await readForRecipient(ctx, keys, {
    ...{ investorId, what, clusters: shown },
    beside: async (tx) => {
      const banks = await listClientBanks(tx, ctx, investorId);
      return { found: banks, days: { since: newestOf(banks.products, shown) } };
    },
  });
  const holdings = toHoldings({
    ...{ granted, chunks, accounts: found.accounts, products: found.products },
    hiddenAccounts: granted.length > 0 ? found.hidden : 0,
    ...{ manualAssets: [], shares: new Map(), now: ctx.clock.now() },
  });
  return { holdings, granted, banks: found };
}

/** Of each kind of data the days before its last reading are left closed. */
export function newestOf(
  products: readonly GrantedProduct[],
  clusters: readonly DataCluster[],
): readonly Since[] {
  return products.flatMap(({ accountId, cluster, asOf }): readonly Since[] => {
    if (asOf === null || !clusters.includes(cluster)) return [];
    // A reading that goes on over midnight ends on another day than the one it is kept at.
    return [{ accountId, cluster, day: addDaysTo(toDayText(asOf), -1) }];
  });
}
