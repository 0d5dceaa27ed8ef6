import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { Transaction } from "#lib/db/database.ts";
import { type Agreement, agree } from "./agree.ts";
import { consentRenewed } from "./audit-events.ts";
import { renew, requireInForce } from "./consent.ts";
import { grantsExtension } from "./grant-repository.ts";
import { recordAct } from "./record-act.ts";
import { lockConsent, saveConsent } from "./repository.ts";
import { requireAdvisors } from "./require-advisors.ts";

/** Moves the end with no moment in between in which nothing is visible. What has ended is taken up by a new consent instead. */
export async function renewConsent(ctx: Context, agreement: Agreement): Promise<void> {
  requirePermission(ctx, "consent.decide");
  await inTransaction(ctx, (tx) => renewConsentWithin(tx, ctx, agreement));
}

/** The same in a transaction that has found out what the text was shown for. */
export async function renewConsentWithin(tx: Transaction, ctx: Context, agreement: Agreement): Promise<void> {
  requirePermission(ctx, "consent.decide");
  const { consentId, presentationId } = agreement;
  const { consent, now } = await lockConsent(tx, consentId);
  const before = requireInForce(consent, now);
  const after = await agree(tx, before, "renew", agreement, now, (offer) => renew(before, offer, now));
  const validUntil = after.validUntil.toISOString();
  const previousValidUntil = before.validUntil.toISOString();
  const event = consentRenewed({ consentId, presentationId, previousValidUntil, validUntil });
  const also = [grantsExtension(after)];

  await tx.inOneRound([
    () => requireAdvisors(tx, after.terms.recipients),
    () => saveConsent(tx, before, after),
    () => recordAct(tx, ctx, after, { act: "renewed", at: now, reason: null, event, also }),
  ]);
}
