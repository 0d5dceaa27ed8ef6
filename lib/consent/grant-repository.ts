import { eq, sql } from "drizzle-orm";
import type { Transaction } from "#lib/db/database.ts";
import type { DataCluster, Leavable } from "#lib/kernel/data-cluster.ts";
import type { ConsentId } from "#lib/kernel/id.ts";
import type { GivenConsent } from "./consent.ts";
import { grantsOf } from "./grants.ts";
import type { Statement } from "./history-repository.ts";
import { consentGrants } from "./schema.ts";

/**
 * Makes visible what the consent covers, with this transaction's commit and not before. The consent says so already:
 * the database compares each row with it. However many rows there are, the statement is one and the same.
 */
export function grantsRecord(consent: GivenConsent, from: Date): readonly Statement[] {
  const { tenantId, consentId, investorId, validUntil } = consent;
  const rows = grantsOf(consent, from).map(({ accountId, recipientId, cluster, historyFrom, leavesOut }) => ({
    ...{ account_id: accountId, recipient_id: recipientId, cluster },
    ...{ history_from: historyFrom, leaves_out: leavesOut },
  }));
  if (rows.length === 0) return [];
  return [
    sql`insert into consent_grants (tenant_id, consent_id, investor_id, account_id, recipient_id, cluster, history_from,
        leaves_out, valid_from, valid_until)
      select ${tenantId}, ${consentId}, ${investorId}, g.account_id, g.recipient_id, g.cluster, g.history_from,
        g.leaves_out, ${from.toISOString()}::timestamptz, ${validUntil.toISOString()}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as g (account_id text, recipient_id text,
        cluster data_cluster, history_from date, leaves_out text[])`,
  ];
}

/** After it nothing is visible by the consent, and what was summed up for its recipients is gone. */
export const grantsRemoval = (consentId: ConsentId): Statement =>
  sql`delete from consent_grants where consent_id = ${consentId}`;

export async function removeGrantsOf(tx: Transaction, consentIds: readonly ConsentId[]): Promise<void> {
  await tx.delete(consentGrants).where(sql`${consentGrants.consentId} = any(${sql.param([...consentIds])})`);
}

/** Moves the end of what is visible, without a moment in which it is not. */
export const grantsExtension = ({ consentId, validUntil }: GivenConsent): Statement =>
  sql`update consent_grants set valid_until = ${validUntil.toISOString()}::timestamptz
    where consent_id = ${consentId}`;

export interface GrantSummary {
  readonly recipientId: string;
  readonly cluster: DataCluster;
  readonly historyFrom: string | null;
  readonly leavesOut: readonly Leavable[];
  readonly accounts: number;
  readonly validUntil: Date;
}

/** What a consent makes visible just now, by recipient and kind of data. */
export async function summariseGrants(
  tx: Transaction,
  consentId: ConsentId,
): Promise<readonly GrantSummary[]> {
  const { recipientId, cluster, historyFrom, leavesOut, validUntil } = consentGrants;
  return tx
    .select({
      ...{ recipientId, cluster, historyFrom, leavesOut, validUntil },
      accounts: sql<number>`count(*)::integer`,
    })
    .from(consentGrants)
    .where(eq(consentGrants.consentId, consentId))
    .groupBy(recipientId, cluster, historyFrom, leavesOut, validUntil)
    .orderBy(recipientId, cluster);
}
