import type { Context } from "#lib/access/context.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import type { Consent } from "./consent.ts";
import { listEndings } from "./history-repository.ts";
import { listConsentingInvestors, listFirmAdvisors, listInvestorsSeen } from "./party-repository.ts";
import { databaseNow } from "./repository.ts";
import { findDeletions } from "./retention-repository.ts";
import { type Names, toConsentView } from "./to-consent-view.ts";
import type { ConsentView } from "./view.ts";

/** Consents as the reader sees them. Why an investor ended one is between them and compliance: recipients are not told. */
export async function viewConsents(
  tx: Transaction,
  ctx: Context,
  consents: readonly Consent[],
): Promise<readonly ConsentView[]> {
  const isRecipient = ctx.actor.type === "advisor" || ctx.actor.type === "client";
  const ended = consents.flatMap((consent) => ("endedAt" in consent ? [consent.consentId] : []));
  const endings = await listEndings(tx, isRecipient ? [] : ended);
  const deletions = await findDeletions(tx, isRecipient ? [] : ended);
  const investorIds = consents.map(({ investorId }) => investorId);
  const [names, now] = [await namesFor(tx, isRecipient, investorIds), await databaseNow(tx)];
  return consents.map((consent) => toConsentView(consent, { names, endings, deletions, now }));
}

/** Nobody is told more names than those of the parties to their own consents. */
async function namesFor(
  tx: Transaction,
  isRecipient: boolean,
  investorIds: readonly PersonId[],
): Promise<Names> {
  const investors = await (isRecipient ? listConsentingInvestors(tx) : listInvestorsSeen(tx, investorIds));
  const advisors = await listFirmAdvisors(tx);
  return new Map([...investors, ...advisors.map(({ personId, name }) => [personId, name] as const)]);
}
