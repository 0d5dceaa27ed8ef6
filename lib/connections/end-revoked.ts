import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { recordBankRevocation } from "#lib/consent/jobs.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import type { ConnectionId } from "#lib/kernel/id.ts";
import { connectionEnded } from "./audit-events.ts";
import { end, revoked } from "./connection.ts";
import { endAtBank } from "./jobs.ts";
import { isReliedOnBeside, lockConnection, saveConnection, tellEnded } from "./repository.ts";

const reason = "endedAtBank";

/**
 * The person ended the access at the bank. It ends here too; the consent does only where nothing else relies on it,
 * because that was for another bank as well. There is nothing left to tell this one.
 */
export async function endRevoked(
  ctx: Context,
  { connectionId }: { readonly connectionId: ConnectionId },
): Promise<void> {
  requirePermission(ctx, "connection.work");
  await inTransaction(ctx, async (tx) => {
    const before = await lockConnection(tx, connectionId);
    if (before.state === "ended") return;
    await saveConnection(tx, before, revoked(end(before, reason, ctx.clock.now())));
    await tellEnded(tx, connectionId);
    const { tenantId, consentId } = before;
    await enqueue(tx, endAtBank, { tenantId, connectionId });
    if (!(await isReliedOnBeside(tx, before))) {
      await enqueue(tx, recordBankRevocation, { tenantId, consentId });
    }
    await appendAudit(tx, ctx, connectionEnded({ connectionId, reason }));
  });
}
