import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { mailLinkHolderOf } from "./proof-repository.ts";
import { refusingSignIn } from "./refusing-sign-in.ts";
import { useMailLink } from "./repository.ts";
import { limitSignIn } from "./sign-in-limits.ts";
import { type NewSession, startSession } from "./start-session.ts";
import { tokenSchema } from "./token.ts";
import type { Visit } from "./visit.ts";

export const ConfirmMailLink = z.strictObject({ token: tokenSchema });
export type ConfirmMailLink = z.output<typeof ConfirmMailLink>;

/** A link signs in once, at the hostname that it was asked for at, within its ten minutes. */
export async function confirmMailLink(
  ctx: Context,
  visit: Visit,
  { token }: ConfirmMailLink,
): Promise<{ session: NewSession; next: string | null }> {
  requirePermission(ctx, "signIn.attempt");
  await limitSignIn(ctx, visit);

  return refusingSignIn(ctx, "mailLink", () =>
    inTransaction(ctx, async (tx) => {
      const link = await mailLinkHolderOf(tx, token);
      if (link?.origin !== visit.origin) throw new AppError("auth.link_invalid");
      const session = await startSession(tx, ctx, link, "mailLink", visit, async () => {
        await useMailLink(tx, token, ctx.clock.now());
      });
      return { session, next: link.next_path };
    }),
  );
}
