import type { Context } from "#lib/access/context.ts";
import { requirePerson } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { listSessionsKept } from "./repository.ts";
import type { SignInView } from "./view.ts";

/** Every sign-in of the acting person that is still kept, the newest first. */
export async function listOwnSignIns(ctx: Context): Promise<readonly SignInView[]> {
  const { personId } = requirePerson(ctx, "ownSession.read");
  const kept = await inTransaction(ctx, (tx) => listSessionsKept(tx, personId));
  return kept.map(({ sessionId, device, method, startedAt, lastSeenAt, endedAt }) => ({
    ...{ id: sessionId, device, method },
    startedAt: startedAt.toISOString(),
    lastSeenAt: lastSeenAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  }));
}
