import type { PersonActor } from "#lib/access/actor.ts";
import type { Context } from "#lib/access/context.ts";
import { readSignedIn } from "#lib/identity/read-mail-link.ts";
import type { Visit } from "#lib/identity/visit.ts";
import type { Secret } from "#lib/kernel/secret.ts";
import { linkStateOf } from "./invitation.ts";
import { limitUnknownLinks, linkFactsOf } from "./limit-unknown-links.ts";
import type { InvitationLinkView } from "./view.ts";

/**
 * Shows who invites whom and leaves the invitation unused: mail scanners open links, people press buttons. A link that
 * no longer works says why, and no longer says for whom it was.
 */
export async function readInvitation(
  ctx: Context,
  visit: Visit,
  token: Secret<string>,
  signedIn: Context<PersonActor> | null,
): Promise<InvitationLinkView> {
  const link = await limitUnknownLinks(ctx, visit, token);
  const state = linkStateOf(linkFactsOf(link), ctx.clock.now());
  const isSignedIn = signedIn?.actor.personId === link.investor_id;
  const other = signedIn && !isSignedIn ? await readSignedIn(signedIn) : null;
  return {
    state,
    firm: { name: link.firm_name, accent: link.firm_accent, logo: link.firm_logo },
    advisor: link.advisor,
    expiresAt: link.expires_at.toISOString(),
    open: state === "open" ? { email: link.email, begins: link.begins, isSignedIn, other } : null,
  };
}
