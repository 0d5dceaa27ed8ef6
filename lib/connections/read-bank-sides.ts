import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { ConnectionId, CredentialId, PersonId } from "#lib/kernel/id.ts";
import { deadlineOf, hasToTellBank } from "./connection.ts";
import { listConnectionsOf } from "./repository.ts";

export interface BankSideView {
  readonly connectionId: ConnectionId;
  readonly credentialId: CredentialId;
  /** Whether the bank has something left to be told, or may come to as long as the connection has not ended. */
  readonly isOwed: boolean;
  /** Whether it gave an access that it was not told the end of, as far as is known. */
  readonly hasGiven: boolean;
  /** When what it gave ends by itself, at the latest. */
  readonly deadline: Date;
}

/** What one investor's banks know and have yet to be told, for whoever has to see it through. */
export async function readBankSides(
  tx: Transaction,
  ctx: Context,
  investorId: PersonId,
): Promise<readonly BankSideView[]> {
  requirePermission(ctx, "connection.trace");
  const connections = await listConnectionsOf(tx, investorId);
  return connections.map((connection) => ({
    ...{ connectionId: connection.connectionId, credentialId: connection.credentialId },
    isOwed: connection.state !== "ended" || hasToTellBank(connection),
    hasGiven: connection.bankReference !== null || connection.leftReferences.length > 0,
    deadline: deadlineOf(connection),
  }));
}
