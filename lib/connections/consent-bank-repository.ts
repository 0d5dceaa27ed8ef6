import { desc, inArray, sql } from "drizzle-orm";
import type { Transaction } from "#lib/db/database.ts";
import type { AccountId, ConnectionId, ConsentId } from "#lib/kernel/id.ts";
import { type Account, accountColumns } from "./account-repository.ts";
import type { Connection } from "./connection.ts";
import { toConnection } from "./repository.ts";
import { accounts, connections } from "./schema.ts";
import { syncs } from "./sync-schema.ts";

/** Under which consents which banks were ever asked, as far as the actor may see. */
export async function listBanksOfConsents(
  tx: Transaction,
): Promise<readonly { readonly consentId: ConsentId; readonly institutionId: string }[]> {
  const { consentId, institutionId } = connections;
  return tx.selectDistinct({ consentId, institutionId }).from(connections);
}

/** The newest first. */
export async function listConnectionsUnder(
  tx: Transaction,
  consentIds: readonly ConsentId[],
): Promise<readonly Connection[]> {
  if (consentIds.length === 0) return [];
  const rows = await tx
    .select()
    .from(connections)
    .where(inArray(connections.consentId, [...consentIds]))
    .orderBy(desc(connections.begunAt), desc(connections.connectionId));
  return rows.map(toConnection);
}

export type AccountAtBank = Account & { readonly institutionId: string };

export async function listAccountsById(
  tx: Transaction,
  accountIds: readonly AccountId[],
): Promise<readonly AccountAtBank[]> {
  if (accountIds.length === 0) return [];
  return tx
    .select({ ...accountColumns, institutionId: accounts.institutionId })
    .from(accounts)
    .where(inArray(accounts.accountId, [...accountIds]))
    .orderBy(accounts.offeredAt, accounts.accountId);
}

/** When each was last used to ask the bank for data. */
export async function listLastUses(
  tx: Transaction,
  connectionIds: readonly ConnectionId[],
): Promise<ReadonlyMap<ConnectionId, Date>> {
  if (connectionIds.length === 0) return new Map();
  const rows = await tx
    .select({
      connectionId: syncs.connectionId,
      at: sql<Date>`max(${syncs.begunAt})`.mapWith(syncs.begunAt),
    })
    .from(syncs)
    .where(sql`${inArray(syncs.connectionId, [...connectionIds])} and ${syncs.reads} > 0`)
    .groupBy(syncs.connectionId);
  return new Map(rows.map(({ connectionId, at }) => [connectionId, at]));
}
