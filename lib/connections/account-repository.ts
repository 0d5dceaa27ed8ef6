import { and, eq, inArray, ne, sql } from "drizzle-orm";
import type { AccountKind, CurrencyCode } from "#lib/aspsp/records.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { DataCluster } from "#lib/kernel/data-cluster.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { AccountId, ConnectionId, PersonId } from "#lib/kernel/id.ts";
import type { AccountState, Connection } from "./connection.ts";
import type { KnownAccount } from "./keeping.ts";
import { toConnection } from "./repository.ts";
import { accounts, connections } from "./schema.ts";

export interface Account {
  readonly accountId: AccountId;
  readonly connectionId: ConnectionId;
  readonly identityHash: Buffer;
  readonly kind: AccountKind;
  readonly currency: CurrencyCode;
  readonly state: AccountState;
  readonly offeredAt: Date;
  readonly chosenAt: Date | null;
}

export const accountColumns = {
  accountId: accounts.accountId,
  connectionId: accounts.connectionId,
  identityHash: accounts.identityHash,
  kind: accounts.kind,
  currency: accounts.currency,
  state: accounts.state,
  offeredAt: accounts.offeredAt,
  chosenAt: accounts.chosenAt,
};

type At = Pick<Connection, "investorId" | "institutionId">;
const isAt = ({ investorId, institutionId }: At) =>
  and(eq(accounts.investorId, investorId), eq(accounts.institutionId, institutionId));

/** All of the investor's at one bank, whichever of its connections they are of. Nobody else changes them meanwhile. */
export async function lockAccountsAt(tx: Transaction, at: At): Promise<readonly Account[]> {
  return tx
    .select(accountColumns)
    .from(accounts)
    .where(isAt(at))
    .orderBy(accounts.accountId)
    .for("no key update");
}

/** Of one connection, in the order in which the bank named them. */
export async function listAccounts(
  tx: Transaction,
  connectionIds: readonly ConnectionId[],
): Promise<readonly Account[]> {
  if (connectionIds.length === 0) return [];
  return tx
    .select(accountColumns)
    .from(accounts)
    .where(sql`${accounts.connectionId} = any(${sql.param([...connectionIds])})`)
    .orderBy(accounts.offeredAt, accounts.accountId);
}

/** A connection with its accounts, in one look that holds nobody up. */
export async function findWithAccounts(
  tx: Transaction,
  connectionId: ConnectionId,
): Promise<{ readonly connection: Connection; readonly accounts: readonly Account[] }> {
  const rows = await tx
    .select({ connection: connections, account: accountColumns })
    .from(connections)
    .leftJoin(accounts, eq(accounts.connectionId, connections.connectionId))
    .where(eq(connections.connectionId, connectionId))
    .orderBy(accounts.offeredAt, accounts.accountId);
  const [first] = rows;
  if (!first) throw new AppError("connection.not_found", { connectionId });
  return {
    connection: toConnection(first.connection),
    accounts: rows.flatMap(({ account }) => (account === null ? [] : [account])),
  };
}

export async function insertAccount(
  tx: Transaction,
  { tenantId, connectionId, investorId, institutionId }: Connection,
  account: Pick<Account, "accountId" | "identityHash" | "kind" | "currency">,
  at: Date,
): Promise<void> {
  const of = { tenantId, connectionId, investorId, institutionId };
  await tx.insert(accounts).values({ ...of, ...account, state: "offered", offeredAt: at, lastSeenAt: at });
}

/** The bank has named it again, for this connection: what was decided about it stays decided. */
export async function noteSeen(
  tx: Transaction,
  { connectionId }: Connection,
  { accountId, state, kind, currency }: Pick<Account, "accountId" | "state" | "kind" | "currency">,
  at: Date,
): Promise<void> {
  await tx
    .update(accounts)
    .set({ connectionId, kind, currency, state, lastSeenAt: at })
    .where(eq(accounts.accountId, accountId));
}

/** What the bank does not name any more. An account that nobody chose is not waited for. */
export async function noteGone(tx: Transaction, accountIds: readonly AccountId[]): Promise<void> {
  if (accountIds.length === 0) return;
  await tx
    .update(accounts)
    .set({ state: "gone" })
    .where(inArray(accounts.accountId, [...accountIds]));
}

/** Writes what the investor decided, over what it was based on. `false` where something was decided meanwhile. */
export async function saveDecision(
  tx: Transaction,
  accountIds: readonly AccountId[],
  state: "chosen" | "declined",
  at: Date,
): Promise<boolean> {
  if (accountIds.length === 0) return true;
  const written = await tx
    .update(accounts)
    .set(
      state === "chosen"
        ? { state, chosenAt: sql`coalesce(chosen_at, ${at.toISOString()}::timestamptz)` }
        : { state },
    )
    .where(and(sql`${accounts.accountId} = any(${sql.param([...accountIds])})`, ne(accounts.state, "gone")))
    .returning({ accountId: accounts.accountId });
  return written.length === accountIds.length;
}

/** An account with the consent that its connection reads under. */
export async function findKnown(
  tx: Transaction,
  accountId: AccountId,
): Promise<KnownAccount & { readonly kind: AccountKind }> {
  const { accountId: id, kind, state } = accounts;
  const [row] = await tx
    .select({ accountId: id, kind, state, consentId: connections.consentId })
    .from(accounts)
    .innerJoin(connections, eq(connections.connectionId, accounts.connectionId))
    .where(eq(id, accountId));
  if (!row) throw new AppError("connection.not_found", { accountId });
  return row;
}

/** Of which accounts of an investor there is something, and of which kinds. */
export async function listStored(
  tx: Transaction,
  investorId: PersonId,
): Promise<readonly { readonly accountId: AccountId; readonly clusters: readonly DataCluster[] }[]> {
  const { rows } = await tx.execute<{ account_id: AccountId; clusters: DataCluster[] }>(sql`
    select account_id, array_agg(distinct cluster::text order by cluster::text) as clusters from (
      select account_id, cluster from record_chunks where investor_id = ${investorId}
      union select account_id, cluster from product_states where investor_id = ${investorId}) stored
    group by account_id order by account_id`);
  return rows.map(({ account_id, clusters }) => ({ accountId: account_id, clusters }));
}

/** Whose connection still names an account. */
export async function countAccounts(tx: Transaction, connectionId: ConnectionId): Promise<number> {
  const rows = await tx
    .select({ accountId: accounts.accountId })
    .from(accounts)
    .where(and(eq(accounts.connectionId, connectionId), ne(accounts.state, "gone")));
  return rows.length;
}
