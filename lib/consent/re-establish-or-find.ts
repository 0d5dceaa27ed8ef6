import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { ConsentId } from "#lib/kernel/id.ts";
import { type ReEstablishConsent, reEstablishConsent } from "./re-establish-consent.ts";
import { findSuccessor } from "./repository.ts";

/** The consent that takes up an ended one again; `null` where none does. */
export async function readSuccessor(ctx: Context, consentId: ConsentId): Promise<ConsentId | null> {
  requirePermission(ctx, "consent.read");
  return inTransaction(ctx, (tx) => findSuccessor(tx, consentId));
}

/** Takes up an ended consent again, once: where that was done before, the one that it was done with is the answer. */
export async function reEstablishOrFind(ctx: Context, input: ReEstablishConsent): Promise<ConsentId> {
  try {
    return await reEstablishConsent(ctx, input);
  } catch (refusal) {
    if (!(refusal instanceof AppError && refusal.code === "consent.changed")) throw refusal;
    const successor = await readSuccessor(ctx, input.consentId);
    if (!successor) throw refusal;
    return successor;
  }
}
