import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inSearchTransaction } from "#lib/access/transaction.ts";
import { listErasuresSeen } from "./repository.ts";
import { toErasureView } from "./to-erasure-view.ts";
import type { ErasureView } from "./view.ts";

const most = 500;

/** The firm's erasures with their ledgers, the latest first. */
export async function listErasures(ctx: Context): Promise<readonly ErasureView[]> {
  requirePermission(ctx, "privacy.readErasures");
  const found = await inSearchTransaction(ctx, (tx) => listErasuresSeen(tx, most));
  return found.map(toErasureView);
}
