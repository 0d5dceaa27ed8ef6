import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { newId, type PersonId } from "#lib/kernel/id.ts";
import type { Secret } from "#lib/kernel/secret.ts";
import { staffInvitationAccepted } from "./audit-events.ts";
import { refusingSignIn } from "./refusing-sign-in.ts";
import type { OidcSubject } from "./sign-in-with-oidc.ts";
import { acceptStaff } from "./staff-repository.ts";
import { type NewSession, startSession } from "./start-session.ts";
import type { Visit } from "./visit.ts";

const refusals = {
  closed: "staffInvitation.link_dead",
  accountKnown: "staffInvitation.account_known",
  addressKnown: "staffInvitation.address_known",
} as const;

/**
 * Whoever has the mail and has just proved an account at the firm's identity provider becomes the person that was asked
 * in, known by that account from now on, and is signed in as any other of the staff: compliance and administrators have
 * to add a passkey before anything opens. Person, account, session and events are there together or not at all.
 */
export async function acceptStaffInvitation(
  ctx: Context,
  visit: Visit,
  token: Secret<string>,
  { issuer, subject, authenticatedAt }: OidcSubject,
): Promise<NewSession> {
  requirePermission(ctx, "staffInvitation.accept");

  return refusingSignIn(ctx, "oidc", () =>
    inTransaction(ctx, async (tx) => {
      const personId: PersonId = newId("per");
      const accepted = await acceptStaff(tx, token, { personId, issuer, subject, at: ctx.clock.now() });
      if (accepted.refusal !== null) throw new AppError(refusals[accepted.refusal]);
      const { tenant_id, staff_invitation_id: staffInvitationId, role } = accepted;
      const proven = { tenant_id, person_id: personId, role, provenAt: new Date(authenticatedAt * 1000) };
      return startSession(tx, ctx, proven, "oidc", visit, async (asPerson) => {
        await appendAudit(tx, asPerson, staffInvitationAccepted({ staffInvitationId, personId, role }));
      });
    }),
  );
}
