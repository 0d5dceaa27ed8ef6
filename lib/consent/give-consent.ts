import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { Transaction } from "#lib/db/database.ts";
import { type Agreement, agree } from "./agree.ts";
import { consentGiven } from "./audit-events.ts";
import { lawfulBasisRecord } from "./basis-repository.ts";
import { give } from "./consent.ts";
import { coversOf } from "./covers.ts";
import { grantsRecord } from "./grant-repository.ts";
import { recordAct } from "./record-act.ts";
import { lockConsent, saveConsent } from "./repository.ts";
import { requireAdvisors } from "./require-advisors.ts";

/**
 * Effective when it returns, and for exactly what was shown. Accounts that an earlier consent named are visible from
 * then on; others once they are chosen.
 */
export async function giveConsent(ctx: Context, agreement: Agreement): Promise<void> {
  requirePermission(ctx, "consent.decide");
  await inTransaction(ctx, (tx) => giveConsentWithin(tx, ctx, agreement));
}

/** The same in a transaction that has found out what the text was shown for. */
export async function giveConsentWithin(tx: Transaction, ctx: Context, agreement: Agreement): Promise<void> {
  requirePermission(ctx, "consent.decide");
  const { consentId, presentationId } = agreement;
  const { consent: before, now } = await lockConsent(tx, consentId);
  const after = await agree(tx, before, "give", agreement, now, (offer) => give(before, offer, now));
  const validUntil = after.validUntil.toISOString();
  const event = consentGiven({ ...coversOf(after), presentationId, validUntil });
  const also = [lawfulBasisRecord(after), ...grantsRecord(after, now)];

  await tx.inOneRound([
    () => requireAdvisors(tx, after.terms.recipients),
    () => saveConsent(tx, before, after),
    () => recordAct(tx, ctx, after, { act: "given", at: now, reason: null, event, also }),
  ]);
}
