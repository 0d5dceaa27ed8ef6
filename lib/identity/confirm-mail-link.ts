import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { idSchema, type PersonId } from "#lib/kernel/id.ts";
import { limitWrongLinks } from "./limit-wrong-links.ts";
import { noteDisabled } from "./note-disabled.ts";
import { disabledLinkHolderOf, mailLinkHolderOf } from "./proof-repository.ts";
import { refusingSignIn } from "./refusing-sign-in.ts";
import { useMailLink } from "./repository.ts";
import { type NewSession, startSession } from "./start-session.ts";
import { tokenSchema } from "./token.ts";
import type { Visit } from "./visit.ts";

export const ConfirmMailLink = z.strictObject({
  token: tokenSchema,
  /** Whom the person chose to sign out in favour of the link's owner; nobody, where nobody else was signed in. */
  leaving: idSchema("per").optional(),
});
export type ConfirmMailLink = z.output<typeof ConfirmMailLink>;

/**
 * A link signs in once, at the hostname that it was asked for at, within its ten minutes. In a browser where
 * somebody else is signed in it changes nothing unless leaving exactly that person was chosen: otherwise a link
 * that an attacker asked for and sent on would make its victim work in the attacker's name.
 */
export async function confirmMailLink(
  ctx: Context,
  visit: Visit,
  { token, leaving }: ConfirmMailLink,
  signedIn: PersonId | null,
): Promise<{ session: NewSession; next: string | null }> {
  requirePermission(ctx, "signIn.attempt");
  await limitWrongLinks(ctx, visit, token);

  return refusingSignIn(ctx, "mailLink", async () => {
    const done = await inTransaction(ctx, async (tx) => {
      const link = await mailLinkHolderOf(tx, token);
      if (link?.origin !== visit.origin) return null;
      const isOther = signedIn !== null && signedIn !== link.person_id;
      if (isOther && signedIn !== leaving) throw new AppError("auth.signed_in_as_other");
      const session = await startSession(tx, ctx, link, "mailLink", visit, async () => {
        await useMailLink(tx, token, ctx.clock.now());
      });
      return { session, next: link.next_path };
    });
    if (done) return done;
    await noteDisabled(ctx, "mailLink", (tx) => disabledLinkHolderOf(tx, token));
    throw new AppError("auth.link_invalid");
  });
}
