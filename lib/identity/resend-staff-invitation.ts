import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requireFreshAuthentication, requirePerson } from "#lib/access/permissions.ts";
import { takeTurn } from "#lib/access/rate-limit.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { idSchema, newId, type StaffInvitationId } from "#lib/kernel/id.ts";
import { staffInvitationRenewed } from "./audit-events.ts";
import { invitationsOfFirm, invitationsToMailbox } from "./invite-staff.ts";
import { sendStaffInvitation } from "./jobs.ts";
import { staffInvitationLifetimeMs } from "./staff-invitation.ts";
import {
  findStaffInvitation,
  insertStaffInvitation,
  lockMailbox,
  refuseIfInvited,
  saveStaffInvitationRevoked,
} from "./staff-repository.ts";

export const ResendStaffInvitation = z.strictObject({ staffInvitationId: idSchema("siv") });
export type ResendStaffInvitation = z.output<typeof ResendStaffInvitation>;

/**
 * Asks somebody in again who has not come: with a link of its own and a time of its own, in the name of whoever sends it
 * now. The old link is dead when this returns, and there is one that works.
 */
export async function resendStaffInvitation(
  ctx: Context,
  { staffInvitationId: replaces }: ResendStaffInvitation,
): Promise<{ readonly staffInvitationId: StaffInvitationId }> {
  const { tenantId, personId: invitedBy } = requirePerson(ctx, "person.invite");
  requireFreshAuthentication(ctx);
  const { email } = await inTransaction(ctx, (tx) => findStaffInvitation(tx, replaces));
  await takeTurn(ctx, invitationsToMailbox, `${tenantId}\n${email}`);
  await takeTurn(ctx, invitationsOfFirm, tenantId);

  return inTransaction(ctx, async (tx) => {
    const now = ctx.clock.now();
    await lockMailbox(tx, email);
    const { name, role, locale } = await findStaffInvitation(tx, replaces);
    await saveStaffInvitationRevoked(tx, replaces, now);
    await refuseIfInvited(tx, email, now);
    const staffInvitationId: StaffInvitationId = newId("siv");
    await insertStaffInvitation(tx, {
      ...{ tenantId, staffInvitationId, role, name, email, locale, invitedBy, askedAt: now, sentAt: null },
      ...{ expiresAt: new Date(now.getTime() + staffInvitationLifetimeMs), acceptedAt: null },
      ...{ personId: null, revokedAt: null },
    });
    await enqueue(tx, sendStaffInvitation, { tenantId, staffInvitationId });
    await appendAudit(tx, ctx, staffInvitationRenewed({ staffInvitationId, replaces, role }));
    return { staffInvitationId };
  });
}
