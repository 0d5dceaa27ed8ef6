import type { Context } from "#lib/access/context.ts";
import { requirePerson } from "#lib/access/permissions.ts";
import { inSearchTransaction } from "#lib/access/transaction.ts";
import { type LogState, proveEvents } from "#lib/audit/read-evidence.ts";
import type { EventId } from "#lib/kernel/id.ts";
import { type ReceiptFile, receiptFile } from "./receipt-file.ts";
import { listReceiptsFor } from "./repository.ts";

/** The receipts of these acts, all proven under one state of the log, which has every one of the acts. */
export async function readReceiptsOfActs(
  ctx: Context,
  state: LogState,
  eventIds: readonly EventId[],
): Promise<readonly ReceiptFile[]> {
  const { tenantId } = requirePerson(ctx, "receipt.read");
  if (eventIds.length === 0) return [];
  return inSearchTransaction(ctx, async (tx) => {
    const found = await listReceiptsFor(tx, eventIds);
    const proofs = await proveEvents(
      tx,
      tenantId,
      state,
      found.map(({ eventId }) => eventId),
    );
    return found.map(({ statement, eventId }) => receiptFile(statement, proofs.get(eventId) ?? null));
  });
}
