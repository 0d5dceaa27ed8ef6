import type { Context } from "#lib/access/context.ts";
import type { PersonPresent } from "#lib/aspsp/link-request.ts";
import { prepareAudit } from "#lib/audit/append.ts";
import type { AuditEvent } from "#lib/audit/event.ts";
import type { Transaction } from "#lib/db/database.ts";
import { enqueueing } from "#lib/jobs/enqueue.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { newId, type SyncId } from "#lib/kernel/id.ts";
import type { Connection } from "./connection.ts";
import { syncConnection } from "./sync-jobs.ts";
import { findRunning, insertSync } from "./sync-repository.ts";

/** What was asked for so long ago has no worker any more that would say so. */
const abandonedAfterMs = 15 * 60_000;

/**
 * Has a connection read, with the transaction's commit. The person is there, so that it does not count among what a
 * bank allows by itself. One run at a time: refused while another goes on, and one that nobody works on is taken up.
 */
export async function requestSync(
  tx: Transaction,
  ctx: Context,
  {
    connection: { tenantId, connectionId, investorId },
    kind,
    person,
    event,
  }: {
    readonly connection: Pick<Connection, "tenantId" | "connectionId" | "investorId">;
    readonly kind: "initial" | "forced";
    readonly person: PersonPresent;
    /** What the reading is asked for with, where it does not have to name the run. */
    readonly event?: AuditEvent;
  },
): Promise<SyncId> {
  const begunAt = ctx.clock.now();
  const syncId = newId("syn");
  const about = { tenantId, connectionId, investorId, begunAt };
  const also = event ? [prepareAudit(ctx, event).statement] : [];
  const then = enqueueing(syncConnection, { tenantId, connectionId, kind });
  const isNew = await insertSync(tx, { ...about, syncId, kind, isAttended: true, person }, { also, then });
  const running = isNew ? null : await findRunning(tx, connectionId);
  if (!isNew && !(running && begunAt.getTime() - running.begunAt.getTime() > abandonedAfterMs)) {
    throw new AppError("connection.already_running", { connectionId });
  }
  return running?.syncId ?? syncId;
}
