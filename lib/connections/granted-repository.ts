import { and, eq, inArray, isNotNull, type SQL, sql } from "drizzle-orm";
import type { AspspFailure } from "#lib/aspsp/failure.ts";
import type { AccountKind, CurrencyCode } from "#lib/aspsp/records.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { DataCluster } from "#lib/kernel/data-cluster.ts";
import type { AccountId, PersonId } from "#lib/kernel/id.ts";
import { accounts } from "./schema.ts";
import { productStateRows as products } from "./sync-schema.ts";
import type { ProductState } from "./view.ts";

/** What a recipient is told of an account without its records being opened. */
export interface GrantedAccount {
  readonly accountId: AccountId;
  readonly investorId: PersonId;
  readonly institutionId: string;
  readonly kind: AccountKind;
  readonly currency: CurrencyCode;
}

export interface GrantedProduct {
  readonly accountId: AccountId;
  readonly investorId: PersonId;
  readonly cluster: DataCluster;
  readonly state: ProductState;
  readonly reason: AspspFailure | null;
  readonly asOf: Date | null;
  readonly attemptedAt: Date | null;
}

/** Row security leaves what was granted to the actor, and these columns; of one investor, or of all. */
export async function listGrantedAccounts(
  tx: Transaction,
  investorId: PersonId | null,
): Promise<readonly GrantedAccount[]> {
  const { accountId, institutionId, kind, currency } = accounts;
  return tx
    .select({ accountId, investorId: accounts.investorId, institutionId, kind, currency })
    .from(accounts)
    .where(of(accounts.investorId, investorId))
    .orderBy(institutionId, accountId);
}

export async function listGrantedProducts(
  tx: Transaction,
  investorId: PersonId | null,
): Promise<readonly GrantedProduct[]> {
  const { accountId, cluster, state, reason, asOf, attemptedAt } = products;
  return tx
    .select({ accountId, investorId: products.investorId, cluster, state, reason, asOf, attemptedAt })
    .from(products)
    .where(of(products.investorId, investorId))
    .orderBy(accountId, cluster);
}

/** Those among them that their bank does not name any more. */
export async function listGrantedGone(tx: Transaction, investorId: PersonId): Promise<readonly AccountId[]> {
  const { accountId, state } = accounts;
  const gone = and(eq(accounts.investorId, investorId), eq(state, "gone"));
  return (await tx.select({ accountId }).from(accounts).where(gone)).map((row) => row.accountId);
}

/** Of accounts whose entries were read, the first day that was ever asked for. */
export async function listGrantedFirstDays(
  tx: Transaction,
  investorId: PersonId,
): Promise<ReadonlyMap<AccountId, string>> {
  const { accountId, cluster, readFrom } = products;
  const entries = inArray(cluster, ["transactions", "investmentTransactions"]);
  const found = await tx
    .select({ accountId, from: sql<string>`min(${readFrom})` })
    .from(products)
    .where(and(eq(products.investorId, investorId), entries, isNotNull(readFrom)))
    .groupBy(accountId);
  return new Map(found.map((row) => [row.accountId, row.from]));
}

/**
 * How many accounts of an investor are read of which the actor may see nothing at all. `null` for whom none of the
 * investor's consents names at this moment.
 */
export async function countHidden(tx: Transaction, investorId: PersonId): Promise<number | null> {
  const asked = sql`select gate.hidden_accounts(${investorId}) as count`;
  const { rows } = await tx.execute<{ count: number | null }>(asked);
  return rows[0]?.count ?? null;
}

/** How reading goes of all of one investor that was granted to the actor, as far as it was ever asked for. */
export interface GrantedReading {
  readonly investorId: PersonId;
  readonly banks: number;
  readonly accounts: number;
  /** Accounts of which nothing was ever read. */
  readonly unread: number;
  /** The oldest of what was last read of each kind; `null` where something was never read. */
  readonly readAt: Date | null;
  /** Kinds of data of accounts that the last attempt did not bring, and why. */
  readonly failed: number;
  readonly reasons: readonly AspspFailure[];
}

/**
 * Of all investors at once, counted by the database: a book has thousands of these rows. What its bank does not name any
 * more is read no more, so it counts for nothing. The two tables are put under each other and not joined, since nobody
 * can estimate how many rows a policy leaves, and a join planned for one row takes a second for three thousand. For the
 * same reason neither is narrowed: where few rows are expected, the policy's question is asked anew for each.
 */
export async function listGrantedReadings(tx: Transaction): Promise<readonly GrantedReading[]> {
  const { rows } = await tx.execute<
    Record<keyof GrantedReading, string | null> & { reasons: AspspFailure[] }
  >(sql`
    with read as (
      select account_id, investor_id, institution_id, null::timestamptz as as_of, null as reason, false as has_failed,
        false as is_product, state <> 'gone' as is_there
      from ${accounts}
      union all
      select account_id, investor_id, null, as_of, reason::text, state = 'failed', true, false from ${products}),
    each as (
      select investor_id, max(institution_id) as institution_id,
        min(as_of) filter (where is_product) as read_at,
        coalesce(bool_and(as_of is not null) filter (where is_product), false) as is_whole,
        coalesce(bool_and(as_of is null) filter (where is_product), true) as is_unread,
        count(*) filter (where has_failed) as failed,
        string_agg(reason, ' ') filter (where has_failed) as reasons
      from read group by investor_id, account_id having bool_or(is_there))
    select investor_id as "investorId", count(distinct institution_id) as banks, count(*) as accounts,
      count(*) filter (where is_unread) as unread,
      case when bool_and(is_whole) then to_char(min(read_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') end
        as "readAt",
      sum(failed) as failed,
      array(select distinct r from unnest(string_to_array(string_agg(reasons, ' '), ' ')) r) as reasons
    from each
    group by investor_id`);
  return rows.map(({ investorId, readAt, reasons, ...counts }) => ({
    investorId: investorId as PersonId,
    ...{ banks: Number(counts.banks), accounts: Number(counts.accounts), unread: Number(counts.unread) },
    ...{ failed: Number(counts.failed), reasons },
    readAt: readAt === null ? null : new Date(readAt),
  }));
}

const of = (
  column: typeof accounts.investorId | typeof products.investorId,
  investorId: PersonId | null,
): SQL | undefined => and(investorId ? eq(column, investorId) : undefined);
