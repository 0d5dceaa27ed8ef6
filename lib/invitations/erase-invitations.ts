import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import { eraseReferences } from "./investor-repository.ts";

/**
 * Takes away what the firm wrote of an investor in their invitations. Names and addresses are not in these tables; what
 * stays are identifiers and times. Answers how many invitations there are, for the ledger of the erasure.
 */
export async function eraseInvitations(tx: Transaction, ctx: Context, investorId: PersonId): Promise<number> {
  requirePermission(ctx, "invitation.forget");
  return eraseReferences(tx, investorId);
}
