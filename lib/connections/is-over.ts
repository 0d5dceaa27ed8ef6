import type { Context } from "#lib/access/context.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { readCoverage } from "#lib/consent/read-coverage.ts";
import type { Connection } from "./connection.ts";
import { findConnection } from "./repository.ts";

/** Whether what goes on for a connection has to leave off: it has ended, or its consent is not in force any more. */
export function isOver(
  ctx: Context,
  { connectionId, consentId }: Pick<Connection, "connectionId" | "consentId">,
): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    const { state } = await findConnection(tx, connectionId);
    return state === "ended" || (await readCoverage(tx, ctx, consentId)) === null;
  });
}
