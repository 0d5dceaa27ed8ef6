import type { Context } from "#lib/access/context.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { countRefusal } from "#lib/identity/sign-in-limits.ts";
import type { Visit } from "#lib/identity/visit.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { Secret } from "#lib/kernel/secret.ts";
import { type InvitationLink, invitationBehind } from "./gate-repository.ts";
import type { LinkFacts } from "./invitation.ts";

/**
 * What is behind a link. One that never was counts against the visitor's network like a wrong sign-in link; one that
 * was is never refused for what others did.
 */
export async function limitUnknownLinks(
  ctx: Context,
  visit: Visit,
  token: Secret<string>,
): Promise<InvitationLink> {
  const link = await inTransaction(ctx, (tx) => invitationBehind(tx, token));
  if (link) return link;
  await countRefusal(ctx, visit);
  throw new AppError("invitation.link_unknown");
}

export const linkFactsOf = (link: InvitationLink): LinkFacts => ({
  expiresAt: link.expires_at,
  isCurrent: link.is_current,
  isAccepted: link.is_accepted,
  isRevoked: link.is_revoked,
  isDisabled: link.is_disabled,
  isAnswerable: link.is_answerable,
});
