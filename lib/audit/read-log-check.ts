import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { checkEveryMs } from "./check-log.ts";
import { readCheckState } from "./check-repository.ts";
import type { LogCheckView } from "./view.ts";

/** A check that is older than this is an alarm: nobody knows then how the log is. */
export const checkLateMs = 10 * checkEveryMs;

/** How the log's last check of itself ended. */
export async function readLogCheck(ctx: Context): Promise<LogCheckView> {
  requirePermission(ctx, "installation.read");
  const { checkedAt, fault } = await inTransaction(ctx, readCheckState);
  if (checkedAt === null) return { state: "never", checkedAt: null };
  const at = checkedAt.toISOString();
  if (fault) return { state: "wrong", checkedAt: at, fault: fault.kind, at: fault.at };
  const isLate = ctx.clock.now().getTime() - checkedAt.getTime() > checkLateMs;
  return { state: isLate ? "late" : "right", checkedAt: at };
}
