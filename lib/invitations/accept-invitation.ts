import { z } from "zod";
import type { PersonActor } from "#lib/access/actor.ts";
import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import type { Transaction } from "#lib/db/database.ts";
import { refusingSignIn } from "#lib/identity/refusing-sign-in.ts";
import { type NewSession, startSession } from "#lib/identity/start-session.ts";
import { tokenSchema } from "#lib/identity/token.ts";
import type { Visit } from "#lib/identity/visit.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { idSchema } from "#lib/kernel/id.ts";
import type { Secret } from "#lib/kernel/secret.ts";
import { invitationAccepted } from "./audit-events.ts";
import { type InvitationLink, useInvitation } from "./gate-repository.ts";
import { linkStateOf } from "./invitation.ts";
import { limitUnknownLinks, linkFactsOf } from "./limit-unknown-links.ts";

export const AcceptInvitation = z.strictObject({
  token: tokenSchema,
  /** Whom the person chose to sign out in favour of who is invited; nobody, where nobody else was signed in. */
  leaving: idSchema("per").optional(),
});
export type AcceptInvitation = z.output<typeof AcceptInvitation>;

/** Where it goes on from here: in a session that began by it, in the one that there is, or after an ordinary sign-in. */
export type Accepted =
  | { readonly kind: "began"; readonly session: NewSession; readonly next: string }
  | { readonly kind: "signedIn"; readonly next: string }
  | { readonly kind: "signIn"; readonly next: string; readonly leaves: boolean };

/**
 * Signs in whoever was added by an invitation and never was here, once. Everybody else signs in as they always do: a
 * link that lives for two weeks opens no account that holds anything. In a browser where somebody else is signed in it
 * changes nothing unless leaving exactly that person was chosen.
 */
export async function acceptInvitation(
  ctx: Context,
  visit: Visit,
  { token, leaving }: AcceptInvitation,
  signedIn: Context<PersonActor> | null,
): Promise<Accepted> {
  requirePermission(ctx, "invitation.accept");
  const link = await limitUnknownLinks(ctx, visit, token);
  const state = linkStateOf(linkFactsOf(link), ctx.clock.now());
  if (state !== "open") throw new AppError(`invitation.link_${state}`, { invitationId: link.invitation_id });

  const next = `/consents/${link.consent_id}/answer`;
  if (signedIn?.actor.personId === link.investor_id) {
    await inTransaction(signedIn, (tx) => accept(tx, signedIn, link, token, false));
    return { kind: "signedIn", next };
  }
  if (signedIn && signedIn.actor.personId !== leaving) throw new AppError("auth.signed_in_as_other");
  if (!link.begins) return { kind: "signIn", next, leaves: signedIn !== null };
  return { kind: "began", session: await begin(ctx, visit, link, token), next };
}

function begin(ctx: Context, visit: Visit, link: InvitationLink, token: Secret<string>): Promise<NewSession> {
  const { tenant_id, investor_id: person_id } = link;
  return refusingSignIn(ctx, "invitation", () =>
    inTransaction(ctx, (tx) =>
      startSession(tx, ctx, { tenant_id, person_id, role: "investor" }, "invitation", visit, (asInvestor) =>
        accept(tx, asInvestor, link, token, true),
      ),
    ),
  );
}

/** The database decides anew: of any number of presses at once, one finds the invitation open. */
async function accept(
  tx: Transaction,
  ctx: Context<PersonActor>,
  { invitation_id: invitationId, consent_id: consentId }: InvitationLink,
  token: Secret<string>,
  begins: boolean,
): Promise<void> {
  requirePermission(ctx, "invitation.accept");
  const isUsed = await useInvitation(tx, token, { at: ctx.clock.now(), begins });
  if (!isUsed) throw new AppError("invitation.link_used", { invitationId });
  await appendAudit(tx, ctx, invitationAccepted({ invitationId, consentId }));
}
