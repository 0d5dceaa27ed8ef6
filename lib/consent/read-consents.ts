import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { ConsentId } from "#lib/kernel/id.ts";
import { listConsentingInvestors, listFirmAdvisors, listInvestorsSeen } from "./party-repository.ts";
import { databaseNow, findConsent, listConsentsSeen } from "./repository.ts";
import { type Names, toConsentView } from "./to-consent-view.ts";
import type { ConsentView } from "./view.ts";

const most = 500;

/** One consent, for its investor, those whom it names, and compliance. For everybody else it does not exist. */
export async function readConsent(ctx: Context, consentId: ConsentId): Promise<ConsentView> {
  requirePermission(ctx, "consent.read");
  return inTransaction(ctx, async (tx) => {
    const consent = await findConsent(tx, consentId);
    return toConsentView(consent, await namesFor(tx, ctx), await databaseNow(tx));
  });
}

/** The investor's own, those that name the recipient, or the firm's for compliance: row security decides which there are. */
export async function listConsents(ctx: Context): Promise<readonly ConsentView[]> {
  requirePermission(ctx, "consent.read");
  return inTransaction(ctx, async (tx) => {
    const consents = await listConsentsSeen(tx, most);
    const [names, now] = [await namesFor(tx, ctx), await databaseNow(tx)];
    return consents.map((consent) => toConsentView(consent, names, now));
  });
}

/** Nobody is told more names than those of the parties to their own consents. */
async function namesFor(tx: Transaction, { actor }: Context): Promise<Names> {
  const isRecipient = actor.type === "advisor" || actor.type === "client";
  const investors = await (isRecipient ? listConsentingInvestors(tx) : listInvestorsSeen(tx));
  const advisors = await listFirmAdvisors(tx);
  return new Map([...investors, ...advisors.map(({ personId, name }) => [personId, name] as const)]);
}
