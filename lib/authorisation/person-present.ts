import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import type { PersonPresent } from "#lib/aspsp/link-request.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { AuthorisationId } from "#lib/kernel/id.ts";
import { clearPerson, readPerson } from "./repository.ts";

/** The person for whom accounts are being read right after they were let in; `null` once that is no longer so. */
export async function readPersonPresent(
  tx: Transaction,
  ctx: Context,
  authorisationId: AuthorisationId,
): Promise<PersonPresent | null> {
  requirePermission(ctx, "authorisation.lead");
  return readPerson(tx, authorisationId);
}

/** Whose address it was is nobody's concern once the accounts were read. */
export async function forgetPerson(
  tx: Transaction,
  ctx: Context,
  authorisationId: AuthorisationId,
): Promise<void> {
  requirePermission(ctx, "authorisation.lead");
  await clearPerson(tx, authorisationId);
}
