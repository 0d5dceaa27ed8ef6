import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { ConnectionId } from "#lib/kernel/id.ts";
import { listConnectionsSeen } from "./repository.ts";

const most = 500;
/** A browser is back soon after the bank's yes; what has waited longer is of another time. */
const justMs = 15 * 60_000;

/** The one bank of the acting investor that let them in just now and whose accounts are still to be chosen; `null` where there is none or several. */
export async function findToChoose(ctx: Context): Promise<ConnectionId | null> {
  requirePermission(ctx, "connection.read");
  const all = await inTransaction(ctx, (tx) => listConnectionsSeen(tx, most));
  const since = ctx.clock.now().getTime() - justMs;
  const [first, another] = all.filter(
    ({ state, linkedAt }) => state === "choosing" && linkedAt !== null && linkedAt.getTime() > since,
  );
  return first && !another ? first.connectionId : null;
}
