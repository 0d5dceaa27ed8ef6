import { randomBytes } from "node:crypto";
import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { PersonPresent } from "#lib/aspsp/link-request.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { AuthorisationId, ConnectionId, PersonId } from "#lib/kernel/id.ts";
import { claimRow, type DialogWorker } from "./repository.ts";

export type { DialogWorker } from "./repository.ts";

export interface ClaimedAuthorisation {
  readonly authorisationId: AuthorisationId;
  readonly connectionId: ConnectionId;
  readonly investorId: PersonId;
  readonly person: PersonPresent;
  /** What a bank's page has to bring back with the browser. The row holds its hash alone. */
  readonly returnState: string;
}

interface Claim {
  readonly authorisationId: AuthorisationId;
  readonly worker: DialogWorker;
}

/**
 * Makes the dialog this worker's, whoever else wants it at the same time. `null`: it is another's, or was this one's
 * in a run before, or is over; then nobody logs in at the bank on its behalf.
 */
export async function claimAuthorisation(
  ctx: Context,
  { authorisationId, worker }: Claim,
): Promise<ClaimedAuthorisation | null> {
  requirePermission(ctx, "authorisation.lead");
  const returnState = randomBytes(32).toString("base64url");
  const claimed = await inTransaction(ctx, (tx) => claimRow(tx, authorisationId, worker, returnState));
  if (!claimed) return null;
  const { connectionId, investorId, person } = claimed;
  // Whoever begins an attempt is there: the row was made with their address.
  if (!person) throw new AppError("internal", { authorisationId });
  return { authorisationId, connectionId, investorId, person, returnState };
}
