import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { appendAudit } from "#lib/audit/append.ts";
import type { Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { AuthorisationId, ConnectionId } from "#lib/kernel/id.ts";
import { authorisationEnded } from "./audit-events.ts";
import type { AuthorisationFailure } from "./authorisation.ts";
import { type EndedAuthorisation, listLive, saveEnd } from "./repository.ts";

interface Ending {
  readonly authorisationId: AuthorisationId;
  readonly workerId: string;
  readonly end: EndedAuthorisation;
}

/**
 * Ends an attempt as its dialog ended. Question, key, picture and what was known of the person's browser go with it;
 * their address too, unless accounts are still to be read for them. It throws where the attempt was ended by somebody
 * else meanwhile: whatever access the bank gave is then nobody's.
 */
export async function endAuthorisation(
  tx: Transaction,
  ctx: Context,
  { authorisationId, workerId, end }: Ending,
): Promise<void> {
  requirePermission(ctx, "authorisation.lead");
  const isEnded = await endWhoever(tx, ctx, authorisationId, end, workerId);
  if (!isEnded) throw new AppError("authorisation.gone", { authorisationId });
}

/**
 * Ends what still goes on for a connection, whoever leads it. Its worker finds it over at its next step and tells the
 * bank. Says which it was, so that a worker that leads it here can be told at once.
 */
export async function endRunningAuthorisation(
  tx: Transaction,
  ctx: Context,
  { connectionId, reason }: { readonly connectionId: ConnectionId; readonly reason: AuthorisationFailure },
): Promise<AuthorisationId | null> {
  requirePermission(ctx, "authorisation.lead");
  const [running] = await listLive(tx, [connectionId]);
  if (!running) return null;
  const end = failedAt(ctx.clock.now(), reason);
  const isEnded = await endWhoever(tx, ctx, running.authorisationId, end, null);
  return isEnded ? running.authorisationId : null;
}

export const failedAt = (at: Date, reason: AuthorisationFailure): EndedAuthorisation => ({
  ...{ status: "failed", at, reason, message: null, retryAfterSeconds: null },
});

/** `false` where it is over already, or not this worker's. */
export async function endWhoever(
  tx: Transaction,
  ctx: Context,
  authorisationId: AuthorisationId,
  end: EndedAuthorisation,
  workerId: string | null,
): Promise<boolean> {
  const ended = await saveEnd(tx, authorisationId, end, workerId);
  if (!ended) return false;
  const reason = end.status === "failed" ? end.reason : null;
  await appendAudit(
    tx,
    ctx,
    authorisationEnded({ authorisationId, status: end.status, reason, steps: ended.steps }),
  );
  return true;
}
