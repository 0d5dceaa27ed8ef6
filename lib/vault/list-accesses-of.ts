import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { ConnectionId, CredentialId, PersonId } from "#lib/kernel/id.ts";
import type { CredentialState } from "./credential.ts";
import { listStatusesOf } from "./repository.ts";

export interface AccessOfPerson {
  readonly credentialId: CredentialId;
  readonly connectionId: ConnectionId;
  readonly state: CredentialState;
}

/** Every bank access of one person and what became of it, for whoever has to see its end through. */
export async function listAccessesOf(
  tx: Transaction,
  ctx: Context,
  personId: PersonId,
): Promise<readonly AccessOfPerson[]> {
  requirePermission(ctx, "credential.trace");
  return listStatusesOf(tx, personId);
}
