import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { Transaction } from "#lib/db/database.ts";
import { type Agreement, agree } from "./agree.ts";
import { consentAmended } from "./audit-events.ts";
import { amend } from "./consent.ts";
import { coversOf } from "./covers.ts";
import { grantsRecord, removeGrantsOf } from "./grant-repository.ts";
import { recordAct } from "./record-act.ts";
import { lockConsent, saveConsent } from "./repository.ts";
import { requireAdvisors } from "./require-advisors.ts";

/** Effective when it returns: what is no longer covered is no longer visible, and no request for it begins. */
export async function amendConsent(ctx: Context, agreement: Agreement): Promise<void> {
  requirePermission(ctx, "consent.decide");
  await inTransaction(ctx, (tx) => amendConsentWithin(tx, ctx, agreement));
}

/** The same in a transaction that has found out what the text was shown for. */
export async function amendConsentWithin(tx: Transaction, ctx: Context, agreement: Agreement): Promise<void> {
  requirePermission(ctx, "consent.decide");
  const { consentId, presentationId } = agreement;
  const { consent: before, now } = await lockConsent(tx, consentId);
  const after = await agree(tx, before, "amend", agreement, now, (offer) => amend(before, offer, now));
  const also = grantsRecord(after, now);
  const event = consentAmended({ ...coversOf(after), presentationId });

  await tx.inOneRound([
    () => requireAdvisors(tx, after.terms.recipients),
    () => saveConsent(tx, before, after),
    () => removeGrantsOf(tx, [consentId]),
    () => recordAct(tx, ctx, after, { act: "amended", at: now, reason: null, event, also }),
  ]);
}
