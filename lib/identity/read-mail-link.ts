import type { Context } from "#lib/access/context.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { Secret } from "#lib/kernel/secret.ts";
import { mailLinkHolderOf } from "./proof-repository.ts";
import { limitSignIn } from "./sign-in-limits.ts";
import type { MailLinkView } from "./view.ts";
import type { Visit } from "./visit.ts";

/** Shows what a link would do and leaves it unused: mail scanners open links, people press buttons. */
export async function readMailLink(ctx: Context, visit: Visit, token: Secret<string>): Promise<MailLinkView> {
  await limitSignIn(ctx, visit);
  const link = await inTransaction(ctx, (tx) => mailLinkHolderOf(tx, token));
  if (link?.origin !== visit.origin) throw new AppError("auth.link_invalid");
  return {
    firm: { name: link.firm_name, accent: link.firm_accent, logo: link.firm_logo },
    email: link.email,
    expiresAt: link.expires_at.toISOString(),
  };
}
