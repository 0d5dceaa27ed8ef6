import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import type { Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { ConsentId } from "#lib/kernel/id.ts";
import { requestTakenBack } from "./audit-events.ts";
import { terminate } from "./consent.ts";
import { endConsent } from "./end-consent.ts";
import { findConsent, lockConsent } from "./repository.ts";

/**
 * Whoever asked asks no longer, within an act that does more. Only what nobody has agreed to yet is taken back: a
 * consent that was given is its investor's to end, and row security holds the same.
 */
export async function takeRequestBackWithin(
  tx: Transaction,
  ctx: Context,
  consentId: ConsentId,
): Promise<void> {
  requirePermission(ctx, "consent.takeBack");
  const { consent: before, now } = await lockOwnRequest(tx, consentId);
  const after = terminate(before, now);
  const reason = "requestTakenBack";
  await endConsent(tx, ctx, before, after, { reason, event: requestTakenBack({ consentId }) });
}

/** A consent that is seen and cannot be locked is one that was answered, or somebody else's request. */
async function lockOwnRequest(tx: Transaction, consentId: ConsentId) {
  try {
    return await lockConsent(tx, consentId);
  } catch (refusal) {
    if (!(refusal instanceof AppError && refusal.code === "consent.not_found")) throw refusal;
    const { state } = await findConsent(tx, consentId);
    throw new AppError("consent.not_open", { consentId, state });
  }
}
