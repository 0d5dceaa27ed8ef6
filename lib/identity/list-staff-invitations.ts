import type { Context } from "#lib/access/context.ts";
import { mayDo, requirePerson } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { stateOfStaffInvitation } from "./staff-invitation.ts";
import { listStaffInvitationsKept } from "./staff-repository.ts";
import type { StaffInvitationView } from "./view.ts";

/** Whether the acting person may ask others in, so that nobody is shown a button that refuses. */
export const mayInviteStaff = ({ actor }: Context): boolean => mayDo(actor.type, "person.invite");

/** Who was asked into the firm and is not there yet, the newest first. Who came stands among the people. */
export async function listStaffInvitations(ctx: Context): Promise<readonly StaffInvitationView[]> {
  requirePerson(ctx, "person.list");
  const kept = await inTransaction(ctx, listStaffInvitationsKept);
  return kept
    .map((invitation) => ({ invitation, state: stateOfStaffInvitation(invitation, ctx.clock.now()) }))
    .filter(({ state }) => state !== "accepted")
    .map(
      ({ invitation: { staffInvitationId, name, email, role, askedAt, expiresAt, invitedBy }, state }) => ({
        ...{ id: staffInvitationId, name, email, role, state, invitedBy },
        askedAt: askedAt.toISOString(),
        expiresAt: expiresAt.toISOString(),
      }),
    );
}
