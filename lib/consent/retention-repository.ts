import { and, asc, eq, inArray, isNull, lte, sql } from "drizzle-orm";
import type { Transaction } from "#lib/db/database.ts";
import type { ConsentId, PersonId, TenantId } from "#lib/kernel/id.ts";
import type { Consent } from "./consent.ts";
import { toConsent } from "./repository.ts";
import { consents, retentions } from "./schema.ts";

/** Fixed for a statement, so that an index can be asked. */
const isDue = and(isNull(retentions.deletedAt), lte(retentions.keptUntil, sql`statement_timestamp()`));

export interface DueInvestor {
  readonly tenantId: TenantId;
  readonly investorId: PersonId;
}

/** Over all firms: whose data is to be deleted, the longest waiting first. */
export async function listInvestorsDue(tx: Transaction, limit: number): Promise<readonly DueInvestor[]> {
  const { tenantId, investorId, keptUntil } = retentions;
  return tx
    .select({ tenantId, investorId })
    .from(retentions)
    .where(isDue)
    .groupBy(tenantId, investorId)
    .orderBy(asc(sql`min(${keptUntil})`))
    .limit(limit);
}

export async function listDueOf(tx: Transaction, investorId: PersonId): Promise<readonly ConsentId[]> {
  const rows = await tx
    .select({ consentId: retentions.consentId })
    .from(retentions)
    .where(and(eq(retentions.investorId, investorId), isDue));
  return rows.map(({ consentId }) => consentId);
}

/** All of one investor, which nobody gives, changes or ends until this transaction is over. */
export async function holdConsentsOf(tx: Transaction, investorId: PersonId): Promise<readonly Consent[]> {
  const rows = await tx
    .select()
    .from(consents)
    .where(eq(consents.investorId, investorId))
    .orderBy(consents.consentId)
    .for("share");
  return rows.map(toConsent);
}

/** Which of these were not noted before. */
export async function saveDeleted(
  tx: Transaction,
  consentIds: readonly ConsentId[],
): Promise<readonly ConsentId[]> {
  if (consentIds.length === 0) return [];
  const written = await tx
    .update(retentions)
    .set({ deletedAt: sql`clock_timestamp()` })
    .where(and(inArray(retentions.consentId, [...consentIds]), isNull(retentions.deletedAt)))
    .returning({ consentId: retentions.consentId });
  return written.map(({ consentId }) => consentId);
}

/** When the data of consents that ended was deleted; those of which it was not are not in it. */
export async function findDeletions(
  tx: Transaction,
  consentIds: readonly ConsentId[],
): Promise<ReadonlyMap<ConsentId, Date>> {
  if (consentIds.length === 0) return new Map();
  const { consentId, deletedAt } = retentions;
  const rows = await tx
    .select({ consentId, deletedAt })
    .from(retentions)
    .where(inArray(consentId, [...consentIds]));
  return new Map(rows.flatMap((row) => (row.deletedAt ? [[row.consentId, row.deletedAt] as const] : [])));
}
