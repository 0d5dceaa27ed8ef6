import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { appendAudit } from "#lib/audit/append.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { ConsentId, PersonId } from "#lib/kernel/id.ts";
import { dataDeleted } from "./audit-events.ts";
import { databaseNow, findConsent } from "./repository.ts";
import {
  type DueInvestor,
  holdConsentsOf,
  listDueOf,
  listInvestorsDue,
  saveDeleted,
} from "./retention-repository.ts";
import { type KeptAccounts, whatIsKept } from "./what-is-kept.ts";

export interface Kept {
  readonly accounts: KeptAccounts;
  /** Under which a bank's accounts may be chosen, and whether with the names of those who hold them. */
  readonly inForce: ReadonlyMap<ConsentId, { readonly namesHolders: boolean }>;
}

/** What may be kept of an investor's data. It stays so until the transaction is over. */
export async function holdWhatIsKept(tx: Transaction, ctx: Context, investorId: PersonId): Promise<Kept> {
  requirePermission(ctx, "consent.rely");
  const consents = await holdConsentsOf(tx, investorId);
  const now = await databaseNow(tx);
  const inForce = consents.filter(({ state }) => state === "given");
  return {
    accounts: whatIsKept(consents, now),
    inForce: new Map(
      inForce.map(({ consentId, terms }) => [
        consentId,
        { namesHolders: terms.clusters.some(({ cluster }) => cluster === "identity") },
      ]),
    ),
  };
}

/** Whose data is to be deleted because a time after an end has passed. */
export async function listDataDue(
  tx: Transaction,
  ctx: Context,
  limit: number,
): Promise<readonly DueInvestor[]> {
  requirePermission(ctx, "consent.findDue");
  return listInvestorsDue(tx, limit);
}

/** The consents that ended whose data is due, of one investor. */
export async function listDueConsents(
  tx: Transaction,
  ctx: Context,
  investorId: PersonId,
): Promise<readonly ConsentId[]> {
  requirePermission(ctx, "consent.rely");
  return listDueOf(tx, investorId);
}

/**
 * Notes that what these consents alone covered is deleted, once and with an event for each that says of how many of its
 * accounts nothing is left, and of how many something stays because another consent covers it.
 */
export async function noteDataDeleted(
  tx: Transaction,
  ctx: Context,
  consentIds: readonly ConsentId[],
  kept: KeptAccounts,
): Promise<void> {
  requirePermission(ctx, "consent.rely");
  for (const consentId of await saveDeleted(tx, consentIds)) {
    const accountIds = (await findConsent(tx, consentId)).accountIds ?? [];
    const stay = accountIds.filter((accountId) => kept.has(accountId)).length;
    await appendAudit(tx, ctx, dataDeleted({ consentId, accounts: accountIds.length - stay, stay }));
  }
}
