import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inSearchTransaction } from "#lib/access/transaction.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { ConsentId } from "#lib/kernel/id.ts";
import type { Consent } from "./consent.ts";
import { viewConsents } from "./consent-views.ts";
import { findConsent, listConsentsSeen } from "./repository.ts";
import type { ConsentView } from "./view.ts";

/** How many are read from the database at once. */
const batch = 500;

/** One consent, for its investor, those whom it names, and compliance. For everybody else it does not exist. */
export async function readConsent(ctx: Context, consentId: ConsentId): Promise<ConsentView> {
  requirePermission(ctx, "consent.read");
  return inSearchTransaction(ctx, async (tx) => {
    const [view] = await viewConsents(tx, ctx, [await findConsent(tx, consentId)]);
    if (!view) throw new AppError("consent.not_found", { consentId });
    return view;
  });
}

/**
 * The investor's own, those that name the recipient, or the firm's for compliance: row security decides which there
 * are. All of them, the newest first; a page of a long list is `searchConsents`.
 */
export async function listConsents(ctx: Context): Promise<readonly ConsentView[]> {
  requirePermission(ctx, "consent.read");
  return inSearchTransaction(ctx, async (tx) => {
    const consents: Consent[] = [];
    let last: Consent | null = null;
    do {
      const some: readonly Consent[] = await listConsentsSeen(tx, batch, last);
      consents.push(...some);
      last = some.length < batch ? null : (some.at(-1) ?? null);
    } while (last);
    return viewConsents(tx, ctx, consents);
  });
}
