import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { requireRunningSession } from "#lib/identity/require-running-session.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { AuthorisationId } from "#lib/kernel/id.ts";
import { findRow } from "./repository.ts";
import { toAuthorisationView } from "./to-view.ts";
import type { AuthorisationView } from "./view.ts";

/**
 * The same as reading it, for who has been looking on for a while: a session that has ended meanwhile, or a person who
 * was disabled, sees nothing more of it.
 */
export async function watchAuthorisation(
  ctx: Context,
  authorisationId: AuthorisationId,
): Promise<AuthorisationView> {
  requirePermission(ctx, "authorisation.read");
  const row = await inTransaction(ctx, async (tx) => {
    await requireRunningSession(tx, ctx);
    return findRow(tx, authorisationId);
  });
  if (!row) throw new AppError("authorisation.not_found", { authorisationId });
  return toAuthorisationView(row, ctx.clock.now());
}
