import type { Transaction } from "#lib/db/database.ts";
import type { AuthorisationId, ConnectionId } from "#lib/kernel/id.ts";
import { listLive } from "./repository.ts";

/** The attempts that go on, as far as the acting role may see them. */
export async function findLiveAuthorisations(
  tx: Transaction,
  connectionIds: readonly ConnectionId[],
): Promise<ReadonlyMap<ConnectionId, AuthorisationId>> {
  const rows = await listLive(tx, connectionIds);
  return new Map(rows.map(({ connectionId, authorisationId }) => [connectionId, authorisationId]));
}
