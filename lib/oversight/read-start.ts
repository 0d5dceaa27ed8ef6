import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { listNamesOf } from "#lib/identity/list-names.ts";

/** The firm's advisors, whom an off-boarding can be about or go on with. */
export async function readStart(
  ctx: Context,
): Promise<readonly { readonly id: string; readonly name: string; readonly isDisabled: boolean }[]> {
  requirePermission(ctx, "oversight.propose");
  const advisors = await inTransaction(ctx, (tx) => listNamesOf(tx, ctx, "advisor"));
  return advisors.map(({ personId, name, isDisabled }) => ({ id: personId, name, isDisabled }));
}
