import type { Context } from "#lib/access/context.ts";
import { requirePerson } from "#lib/access/permissions.ts";
import { inSearchTransaction } from "#lib/access/transaction.ts";
import { type InvitedPerson, listInvitedPeople } from "./gate-repository.ts";
import { type Asked, isResendable, isRevocable, mailPauseMs, stateOf } from "./invitation.ts";
import { listInvitationsSeen } from "./repository.ts";
import type { InvitationListView, InvitationView } from "./view.ts";

/** As many as an advisor looks through; older ones were answered long ago. */
const shownAtOnce = 500;

/** The acting advisor's own, the newest first. Whether a mail was opened is not looked for: only what was done with it. */
export async function listInvitations(ctx: Context): Promise<InvitationListView> {
  requirePerson(ctx, "invitation.list");
  return inSearchTransaction(ctx, async (tx) => {
    const found = await listInvitationsSeen(tx, shownAtOnce + 1);
    const people = await listInvitedPeople(tx);
    const now = ctx.clock.now();
    const toView = (asked: Asked) => toInvitationView(asked, people.get(asked.invitation.investorId), now);
    return {
      invitations: found.slice(0, shownAtOnce).map(toView),
      hasMore: found.length > shownAtOnce,
    };
  });
}

function toInvitationView(asked: Asked, person: InvitedPerson | undefined, now: Date): InvitationView {
  const { invitation } = asked;
  return {
    id: invitation.invitationId,
    consentId: invitation.consentId,
    investorId: invitation.investorId,
    name: person?.name ?? null,
    email: person?.email ?? null,
    state: stateOf(asked, now),
    institutionId: invitation.institutionId,
    externalReference: invitation.externalReference,
    sentAt: invitation.sentAt?.toISOString() ?? null,
    expiresAt: invitation.expiresAt.toISOString(),
    acceptedAt: invitation.acceptedAt?.toISOString() ?? null,
    mailings: invitation.mailings,
    isResendable: isResendable(asked, now),
    resendableFrom: new Date(invitation.askedAt.getTime() + mailPauseMs).toISOString(),
    isRevocable: isRevocable(asked),
  };
}
