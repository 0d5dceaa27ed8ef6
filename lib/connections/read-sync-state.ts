import type { Transaction } from "#lib/db/database.ts";
import type { ConnectionId } from "#lib/kernel/id.ts";
import { listLastReads, listProducts } from "./product-state-repository.ts";
import { countUnattended, findLastSync } from "./sync-repository.ts";
import { toSyncView } from "./to-sync-view.ts";
import type { ConnectionDetailView } from "./view.ts";

export type SyncState = Pick<ConnectionDetailView, "products" | "lastSync" | "budget">;

/** How reading stands, as row security lets the actor see it. `perDay`: what consent and bank allow, whichever is less. */
export async function readSyncState(
  tx: Transaction,
  { connectionId, perDay }: { readonly connectionId: ConnectionId; readonly perDay: number | null },
): Promise<SyncState> {
  const products = await listProducts(tx, connectionId);
  const lastSync = await findLastSync(tx, connectionId);
  const usedToday = perDay === null ? 0 : await countUnattended(tx, connectionId);
  return {
    products: products.map(({ asOf, attemptedAt, accountId, cluster, state, reason, records }) => ({
      ...{ accountId, cluster, state, reason, records },
      asOf: asOf?.toISOString() ?? null,
      attemptedAt: attemptedAt?.toISOString() ?? null,
    })),
    lastSync: lastSync && toSyncView(lastSync),
    budget: perDay === null ? null : { perDay, usedToday },
  };
}

/** Per connection the oldest date of what is shown of its chosen accounts; `null` where something was never read whole. */
export async function readLastReads(tx: Transaction): Promise<ReadonlyMap<ConnectionId, Date | null>> {
  return new Map(
    (await listLastReads(tx)).map(({ connectionId, asOf, isWhole }) => [connectionId, isWhole ? asOf : null]),
  );
}
