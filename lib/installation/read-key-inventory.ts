import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { KeyName } from "#lib/kernel/key-name.ts";
import { type InventoryRow, listInventory } from "./key-inventory-repository.ts";
import type { KeyInventoryView, KeyVersionView } from "./view.ts";

/** Three inventories that were due and did not come. */
const staleAfterMs = 45 * 60 * 1000;

/** Every version of every key of the installation with its state, as the worker last saw them. */
export async function readKeyInventory(ctx: Context): Promise<KeyInventoryView> {
  requirePermission(ctx, "keys.read");
  const rows = await inTransaction(ctx, (tx) => listInventory(tx));
  const asOf = rows[0]?.asOf ?? null;
  return {
    asOf: asOf?.toISOString() ?? null,
    isStale: asOf !== null && ctx.clock.now().getTime() - asOf.getTime() > staleAfterMs,
    versions: rows.map(toView),
  };
}

function toView({ kmsVersion, keyName, asOf: _, ...row }: InventoryRow): KeyVersionView {
  return {
    ...row,
    ...partsOf(keyName),
    name: kmsVersion,
    version: kmsVersion.slice(kmsVersion.lastIndexOf("/") + 1),
    createdAt: row.createdAt?.toISOString() ?? null,
    destroysAt: row.destroysAt?.toISOString() ?? null,
  };
}

/** projects/P/locations/L/keyRings/R/cryptoKeys/K */
function partsOf(keyName: KeyName): { readonly owner: string; readonly key: string } {
  const [, project = "", , , , ring = "", , key = ""] = keyName.split("/");
  return { owner: project === ring ? ring : `${project} / ${ring}`, key };
}
