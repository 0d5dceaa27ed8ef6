import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { ConsentId } from "#lib/kernel/id.ts";
import { findOwnInvitation } from "./investor-repository.ts";

export interface InvitationOf {
  /** The bank that the firm asked about, if it named one. It may no longer be on offer. */
  readonly institutionId: string | null;
  /** The name of the advisor who invited, if they still work there. */
  readonly advisor: string | null;
}

/** How the investor came to be asked for this consent; `null` where it was not by an invitation. */
export async function readInvitationOf(ctx: Context, consentId: ConsentId): Promise<InvitationOf | null> {
  requirePermission(ctx, "invitation.readOwn");
  return inTransaction(ctx, (tx) => findOwnInvitation(tx, consentId));
}
