import { and, eq, gte, inArray, sql } from "drizzle-orm";
import type { AspspFailure } from "#lib/aspsp/failure.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { DataCluster, Leavable } from "#lib/kernel/data-cluster.ts";
import type { AccountId, ConnectionId } from "#lib/kernel/id.ts";
import { type LastRead, neverRead } from "./periods.ts";
import { accounts } from "./schema.ts";
import type { SyncRun } from "./sync-run.ts";
import { productStateRows as rows } from "./sync-schema.ts";

/** One kind of data of one account. */
export interface Product {
  readonly accountId: AccountId;
  readonly cluster: DataCluster;
}

const placeOf = ({ accountId, cluster }: Product) =>
  and(eq(rows.accountId, accountId), eq(rows.cluster, cluster));

/** From now on these are being read. What was known of them stays, with its date. */
export async function markPending(
  tx: Transaction,
  { tenantId, investorId, connectionId }: SyncRun,
  products: readonly Product[],
): Promise<void> {
  if (products.length === 0) return;
  const of = { tenantId, investorId, connectionId, state: "pending" as const };
  await tx
    .insert(rows)
    .values(products.map(({ accountId, cluster }) => ({ ...of, accountId, cluster })))
    .onConflictDoUpdate({
      target: [rows.tenantId, rows.accountId, rows.cluster],
      set: { connectionId, state: "pending", reason: null },
    });
}

export interface Read {
  readonly asOf: Date;
  readonly records: number;
  /** The first day that was asked for; `null` where the kind of data has no past. */
  readonly from: string | null;
  /** What was dropped of it. */
  readonly leftOut: readonly Leavable[];
}

/** Read whole. */
export async function saveRead(
  tx: Transaction,
  product: Product,
  { asOf, records, from, leftOut }: Read,
): Promise<void> {
  const state = records === 0 ? "empty" : "ok";
  await tx
    .update(rows)
    .set({
      ...{ state, reason: null, asOf, attemptedAt: asOf, records, leftOut: [...leftOut] },
      readFrom: sql`least(${rows.readFrom}, ${from}::date)`,
    })
    .where(placeOf(product));
}

/** Not read. What was read before stays as it was. */
export async function saveFailed(
  tx: Transaction,
  products: readonly Product[],
  reason: AspspFailure,
  at: Date,
): Promise<void> {
  for (const product of products) {
    await tx.update(rows).set({ state: "failed", reason, attemptedAt: at }).where(placeOf(product));
  }
}

/** What a run left off before. */
export async function failPending(
  tx: Transaction,
  connectionId: ConnectionId,
  reason: AspspFailure,
  at: Date,
): Promise<void> {
  await tx
    .update(rows)
    .set({ state: "failed", reason, attemptedAt: at })
    .where(and(eq(rows.connectionId, connectionId), eq(rows.state, "pending")));
}

/** What this run has read well before another worker took it over. */
export async function listReadSince(
  tx: Transaction,
  { connectionId, begunAt }: SyncRun,
): Promise<readonly Product[]> {
  return tx
    .select({ accountId: rows.accountId, cluster: rows.cluster })
    .from(rows)
    .where(
      and(eq(rows.connectionId, connectionId), inArray(rows.state, ["ok", "empty"]), gte(rows.asOf, begunAt)),
    );
}

/** When it was read last, from which day on it ever was, and without what. */
export async function findLastRead(
  tx: Transaction,
  product: Product,
): Promise<LastRead & Pick<Read, "leftOut">> {
  const { asOf, readFrom: from, leftOut } = rows;
  const [row] = await tx.select({ asOf, from, leftOut }).from(rows).where(placeOf(product));
  return row ?? { ...neverRead, leftOut: [] };
}

/** Notes what was dropped afterwards as if it had never been read, so that it is read once it is covered again. */
export async function saveTrimmed(
  tx: Transaction,
  product: Product,
  { from, leavesOut }: { readonly from: string | null; readonly leavesOut: readonly Leavable[] },
): Promise<void> {
  await tx
    .update(rows)
    .set({
      readFrom: sql`greatest(${rows.readFrom}, ${from}::date)`,
      leftOut: sql`array(select distinct unnest(${rows.leftOut} || ${sql.param([...leavesOut])}::text[]))`,
    })
    .where(placeOf(product));
}

/** Of what is not kept nothing is said either: it is read as if for the first time, if ever. */
export async function deleteProducts(tx: Transaction, products: readonly Product[]): Promise<void> {
  for (const product of products) await tx.delete(rows).where(placeOf(product));
}

/** Of one connection, in the order of accounts and kinds. */
export async function listProducts(tx: Transaction, connectionId: ConnectionId) {
  const { accountId, cluster, state, reason, asOf, attemptedAt, records } = rows;
  return tx
    .select({ accountId, cluster, state, reason, asOf, attemptedAt, records })
    .from(rows)
    .where(eq(rows.connectionId, connectionId))
    .orderBy(accountId, sql`${cluster}`);
}

/** Per account the first day that was ever asked for of what has a past, of whatever the actor may see. */
export async function listFirstDays(
  tx: Transaction,
): Promise<readonly { readonly accountId: AccountId; readonly from: string }[]> {
  const found = await tx
    .select({ accountId: rows.accountId, from: sql<string>`min(${rows.readFrom})` })
    .from(rows)
    .where(
      and(
        inArray(rows.cluster, ["transactions", "investmentTransactions"]),
        sql`${rows.readFrom} is not null`,
      ),
    )
    .groupBy(rows.accountId);
  return found;
}

/** Per connection the oldest good reading of its chosen accounts, and whether there is one of each. */
export async function listLastReads(
  tx: Transaction,
): Promise<
  readonly { readonly connectionId: ConnectionId; readonly asOf: Date | null; readonly isWhole: boolean }[]
> {
  const found = await tx
    .select({
      connectionId: rows.connectionId,
      asOf: sql<Date | null>`min(${rows.asOf})`.mapWith(rows.asOf),
      isWhole: sql<boolean>`bool_and(${rows.asOf} is not null)`,
    })
    .from(rows)
    .innerJoin(accounts, and(eq(accounts.accountId, rows.accountId), eq(accounts.state, "chosen")))
    .groupBy(rows.connectionId);
  return found;
}
