import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requireFreshAuthentication, requirePerson } from "#lib/access/permissions.ts";
import { takeTurn } from "#lib/access/rate-limit.ts";
import { staffRoles } from "#lib/access/roles.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { newId, type StaffInvitationId } from "#lib/kernel/id.ts";
import { locales } from "#lib/kernel/locale.ts";
import { nameSchema } from "#lib/kernel/typed-text.ts";
import { staffInvited } from "./audit-events.ts";
import { emailSchema } from "./email.ts";
import { sendStaffInvitation } from "./jobs.ts";
import { staffInvitationLifetimeMs } from "./staff-invitation.ts";
import { insertStaffInvitation, lockMailbox, refuseIfInvited } from "./staff-repository.ts";

export const InviteStaff = z.strictObject({
  name: nameSchema,
  email: emailSchema,
  role: z.enum(staffRoles),
  locale: z.enum(locales),
});
export type InviteStaff = z.output<typeof InviteStaff>;

/** More than anybody takes on in an hour. */
export const invitationsOfFirm = { name: "staffInvitation.firm", limit: 30, windowSeconds: 60 * 60 };

/** As often as a mail is really lost or overlooked, and no more than a mailbox bears. */
export const invitationsToMailbox = { name: "staffInvitation.mailbox", limit: 4, windowSeconds: 60 * 60 };

/** Refuses unless the acting person may ask somebody in and proved who they are a moment ago: before they begin to type. */
export function requireStaffInvitable(ctx: Context): void {
  requirePerson(ctx, "person.invite");
  requireFreshAuthentication(ctx);
}

/**
 * Asks somebody in by mail. Nobody is added by it: that happens when whoever has the mail proves an account at the firm's
 * identity provider. Until then there is a name, an address and a role in a list, and after a month there is not.
 */
export async function inviteStaff(
  ctx: Context,
  { name, email, role, locale }: InviteStaff,
): Promise<{ readonly staffInvitationId: StaffInvitationId }> {
  const { tenantId, personId: invitedBy } = requirePerson(ctx, "person.invite");
  requireFreshAuthentication(ctx);
  await takeTurn(ctx, invitationsToMailbox, `${tenantId}\n${email}`);
  await takeTurn(ctx, invitationsOfFirm, tenantId);

  return inTransaction(ctx, async (tx) => {
    const now = ctx.clock.now();
    await lockMailbox(tx, email);
    await refuseIfInvited(tx, email, now);
    const staffInvitationId: StaffInvitationId = newId("siv");
    await insertStaffInvitation(tx, {
      ...{ tenantId, staffInvitationId, role, name, email, locale, invitedBy, askedAt: now, sentAt: null },
      ...{ expiresAt: new Date(now.getTime() + staffInvitationLifetimeMs), acceptedAt: null },
      ...{ personId: null, revokedAt: null },
    });
    await enqueue(tx, sendStaffInvitation, { tenantId, staffInvitationId });
    await appendAudit(tx, ctx, staffInvited({ staffInvitationId, role }));
    return { staffInvitationId };
  });
}
