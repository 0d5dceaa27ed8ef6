import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { signInRefused } from "./audit-events.ts";
import { noteDisabled } from "./note-disabled.ts";
import { disabledOidcHolderOf, oidcHolderOf } from "./proof-repository.ts";
import { refusingSignIn } from "./refusing-sign-in.ts";
import { type NewSession, startSession } from "./start-session.ts";
import type { Visit } from "./visit.ts";

export const OidcSubject = z.strictObject({
  issuer: z.url().max(512),
  subject: z.string().min(1).max(255),
  /** `auth_time` (OpenID Connect Core 1.0, 2), in seconds. A provider that does not say counts as long ago. */
  authenticatedAt: z.int().min(0).catch(0),
});
export type OidcSubject = z.output<typeof OidcSubject>;

/** An answer of the provider that did not verify: nobody is known by it, and it leaves its event all the same. */
export async function refuseOidcAnswer(ctx: Context): Promise<void> {
  requirePermission(ctx, "signIn.attempt");
  const refusal = signInRefused({ method: "oidc", code: "auth.provider_rejected" });
  await inTransaction(ctx, (tx) => appendAudit(tx, ctx, refusal));
}

/**
 * The provider's answer was verified before; here its issuer and subject find the person, and nothing else does. Somebody
 * who was disabled is refused like anybody whom we do not know, and their firm reads in their sign-in log that they tried.
 */
export async function signInWithOidc(
  ctx: Context,
  visit: Visit,
  { issuer, subject, authenticatedAt }: OidcSubject,
): Promise<NewSession> {
  requirePermission(ctx, "signIn.attempt");

  return refusingSignIn(ctx, "oidc", async () => {
    const session = await inTransaction(ctx, async (tx) => {
      const holder = await oidcHolderOf(tx, issuer, subject);
      if (!holder || holder.role === "investor") return null;
      const provenAt = new Date(authenticatedAt * 1000);
      return startSession(tx, ctx, { ...holder, provenAt }, "oidc", visit);
    });
    if (session) return session;
    await noteDisabled(ctx, "oidc", (tx) => disabledOidcHolderOf(tx, issuer, subject));
    throw new AppError("auth.provider_rejected");
  });
}
