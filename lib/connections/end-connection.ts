import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { connectionEnded } from "./audit-events.ts";
import { end } from "./connection.ts";
import { endAtBank } from "./jobs.ts";
import { lockConnection, saveConnection, tellEnded } from "./repository.ts";

export const EndConnection = z.strictObject({ connectionId: idSchema("cnx") });
export type EndConnection = z.output<typeof EndConnection>;

/**
 * From its return on nothing is read of this bank any more; what was read stays, under the consents that cover it. The
 * bank is told by a job, because that must be tried until it succeeds. The consent and the credential stay: ending
 * them are other acts.
 */
export async function endConnection(ctx: Context, { connectionId }: EndConnection): Promise<void> {
  requirePermission(ctx, "connection.end");

  await inTransaction(ctx, async (tx) => {
    const before = await lockConnection(tx, connectionId);
    await saveConnection(tx, before, end(before, "byInvestor", ctx.clock.now()));
    await tellEnded(tx, connectionId);
    await enqueue(tx, endAtBank, { tenantId: before.tenantId, connectionId });
    await appendAudit(tx, ctx, connectionEnded({ connectionId, reason: "byInvestor" }));
  });
}
