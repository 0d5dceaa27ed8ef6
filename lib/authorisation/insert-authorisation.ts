import type { Context } from "#lib/access/context.ts";
import type { PersonPresent } from "#lib/aspsp/link-request.ts";
import { appendAudit } from "#lib/audit/append.ts";
import type { Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { type AuthorisationId, type ConnectionId, newId } from "#lib/kernel/id.ts";
import { authorisationBegun } from "./audit-events.ts";
import { insertRow } from "./repository.ts";

interface NewAttempt {
  readonly connectionId: ConnectionId;
  /** Who is there now: a bank is told the address, and only while they are there. */
  readonly person: PersonPresent;
}

/**
 * Begins an attempt to be let in, in the investor's own transaction. A connection has one at a time: whoever comes
 * while one goes on is refused, so that nobody logs in twice.
 */
export async function insertAuthorisation(
  tx: Transaction,
  ctx: Context,
  { connectionId, person }: NewAttempt,
): Promise<AuthorisationId> {
  const { actor } = ctx;
  if (actor.type !== "investor") throw new AppError("auth.forbidden", { holder: actor.type });
  const authorisationId = newId("aut");
  const { tenantId, personId: investorId } = actor;
  const begunAt = ctx.clock.now();
  await insertRow(tx, { tenantId, authorisationId, connectionId, investorId, person, begunAt });
  await appendAudit(tx, ctx, authorisationBegun({ authorisationId, connectionId }));
  return authorisationId;
}
