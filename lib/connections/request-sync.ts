import type { Context } from "#lib/access/context.ts";
import type { PersonPresent } from "#lib/aspsp/link-request.ts";
import type { Transaction } from "#lib/db/database.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
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
  }: {
    readonly connection: Pick<Connection, "tenantId" | "connectionId" | "investorId">;
    readonly kind: "initial" | "forced";
    readonly person: PersonPresent;
  },
): Promise<SyncId> {
  const begunAt = ctx.clock.now();
  const syncId = newId("syn");
  const about = { tenantId, connectionId, investorId, begunAt };
  const isNew = await insertSync(tx, { ...about, syncId, kind, isAttended: true, person });
  const running = isNew ? null : await findRunning(tx, connectionId);
  if (!isNew && !(running && begunAt.getTime() - running.begunAt.getTime() > abandonedAfterMs)) {
    throw new AppError("connection.already_running", { connectionId });
  }
  await enqueue(tx, syncConnection, { tenantId, connectionId, kind });
  return running?.syncId ?? syncId;
}
