import type { PersonActor } from "#lib/access/actor.ts";
import type { Context } from "#lib/access/context.ts";
import { requirePerson } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { Secret } from "#lib/kernel/secret.ts";
import { limitWrongLinks } from "./limit-wrong-links.ts";
import { readPersonWithFirm } from "./repository.ts";
import type { MailLinkView, SignedInView } from "./view.ts";
import type { Visit } from "./visit.ts";

/**
 * Shows what a link would do and leaves it unused: mail scanners open links, people press buttons. Where somebody
 * else is signed in at this browser, it also says who, since using the link would sign them out.
 */
export async function readMailLink(
  ctx: Context,
  visit: Visit,
  token: Secret<string>,
  signedIn: Context<PersonActor> | null,
): Promise<MailLinkView> {
  const link = await limitWrongLinks(ctx, visit, token);
  if (link === null) throw new AppError("auth.link_invalid");
  const isOther = signedIn !== null && signedIn.actor.personId !== link.person_id;
  return {
    firm: { name: link.firm_name, accent: link.firm_accent, logo: link.firm_logo },
    email: link.email,
    expiresAt: link.expires_at.toISOString(),
    other: isOther ? await readSignedIn(signedIn) : null,
  };
}

/** Whoever is signed in at this browser, as a page names them to themselves. */
export async function readSignedIn(ctx: Context<PersonActor>): Promise<SignedInView> {
  const { personId } = requirePerson(ctx, "ownSession.leave");
  const { person, firm } = await inTransaction(ctx, (tx) => readPersonWithFirm(tx, personId));
  return { personId, name: person.name, email: person.email, firmName: firm.name };
}
