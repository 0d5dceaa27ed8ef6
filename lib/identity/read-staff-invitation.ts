import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { Secret } from "#lib/kernel/secret.ts";
import { countRefusal } from "./sign-in-limits.ts";
import { staffInvitationBehind } from "./staff-repository.ts";
import type { StaffLinkView } from "./view.ts";
import type { Visit } from "./visit.ts";

/**
 * Shows who asks whom in and leaves the invitation unused: mail scanners open links, people press buttons. `null` is a
 * link that never was ours, which counts against the visitor's network like a wrong sign-in link. A dead one no longer
 * says for whom it was.
 */
export async function readStaffInvitation(
  ctx: Context,
  visit: Visit,
  token: Secret<string>,
): Promise<StaffLinkView | null> {
  requirePermission(ctx, "staffInvitation.accept");
  const link = await inTransaction(ctx, (tx) => staffInvitationBehind(tx, token));
  if (link === null) {
    await countRefusal(ctx, visit);
    return null;
  }
  const isOpen = !link.is_accepted && !link.is_revoked && !link.is_expired;
  return {
    firm: { name: link.firm_name, accent: link.firm_accent, logo: link.firm_logo },
    expiresAt: link.expires_at.toISOString(),
    open: isOpen ? { name: link.name, email: link.email, role: link.role } : null,
  };
}
