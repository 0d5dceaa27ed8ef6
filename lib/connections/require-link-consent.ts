import type { Context } from "#lib/access/context.ts";
import { type DialogReliance, requireDialogConsent } from "#lib/consent/while-dialog-consented.ts";
import type { Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";

/** Whatever is wrong with the consent, what its investor has to do is the same: to give one. */
export async function requireLinkConsent(
  tx: Transaction,
  ctx: Context,
  reliance: DialogReliance,
): Promise<void> {
  try {
    await requireDialogConsent(tx, ctx, reliance);
  } catch (cause) {
    if (!isLacking(cause)) throw cause;
    throw new AppError("connection.no_consent", { consentId: reliance.consentId }, { cause });
  }
}

/** That there is no consent to ask a bank under, and nothing else. */
export const isLacking = (cause: unknown): boolean =>
  cause instanceof AppError && ["consent.access_refused", "consent.not_found"].includes(cause.code);
