import type { Context } from "#lib/access/context.ts";
import { requireFreshAuthentication, requirePermission } from "#lib/access/permissions.ts";
import { inSearchTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import type { ActId } from "#lib/kernel/id.ts";
import { everyRow } from "#lib/kernel/in-pieces.ts";
import { actListExported } from "./audit-events.ts";
import { type ActFilter, readActRows } from "./list-acts.ts";
import { countActsSeen } from "./list-repository.ts";
import type { ActRowView } from "./view.ts";

/**
 * The list of acts whole, as it is read. It needs a fresh proof of who asks, and before the first line leaves there is an
 * entry that says which filters it was asked with and how many lines it was to have.
 */
export async function exportActs(ctx: Context, filter: ActFilter): Promise<AsyncGenerator<ActRowView>> {
  requirePermission(ctx, "oversight.read");
  requireFreshAuthentication(ctx);
  await inSearchTransaction(ctx, async (tx) => {
    const count = await countActsSeen(tx, filter);
    await appendAudit(tx, ctx, actListExported({ filters: Object.keys(filter).sort(), count }));
  });
  return everyRow(async (after: ActId | null, size) => {
    const { rows, next } = await inSearchTransaction(ctx, (tx) => readActRows(tx, ctx, filter, after, size));
    return { rows, last: next };
  });
}
