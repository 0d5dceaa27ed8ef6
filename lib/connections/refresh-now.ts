import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePerson } from "#lib/access/permissions.ts";
import { type RateLimit, takeTurn } from "#lib/access/rate-limit.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { refreshRequested } from "./audit-events.ts";
import { personSchema } from "./person.ts";
import { findConnection } from "./repository.ts";
import { requestSync } from "./request-sync.ts";
import { findLastSync } from "./sync-repository.ts";
import { toSyncView } from "./to-sync-view.ts";
import type { SyncView } from "./view.ts";

export const RefreshNow = z.strictObject({ connectionId: idSchema("cnx"), person: personSchema });
export type RefreshNow = z.output<typeof RefreshNow>;

/** A person looks again when something has been booked, not all the time: banks slow down whoever asks too often. */
const refreshes: RateLimit = { name: "connection.refresh", limit: 6, windowSeconds: 3_600 };

/** Has the investor's bank read now, because they are there and ask. It is done by a worker; the answer says that it is asked for. */
export async function refreshNow(ctx: Context, { connectionId, person }: RefreshNow): Promise<SyncView> {
  requirePerson(ctx, "connection.refresh");
  // Somebody else's is not found, and costs nobody a turn.
  await inTransaction(ctx, (tx) => findConnection(tx, connectionId));
  await takeTurn(ctx, refreshes, connectionId);

  return inTransaction(ctx, async (tx) => {
    const connection = await findConnection(tx, connectionId);
    const { state } = connection;
    if (state !== "active") throw new AppError("connection.not_active", { connectionId, state });
    const syncId = await requestSync(tx, ctx, { connection, kind: "forced", person });
    await appendAudit(tx, ctx, refreshRequested({ connectionId, syncId }));
    const requested = await findLastSync(tx, connectionId);
    if (!requested) throw new AppError("connection.changed", { connectionId });
    return toSyncView(requested);
  });
}
