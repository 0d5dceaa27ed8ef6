import { randomBytes } from "node:crypto";
import type postgres from "postgres";
import type { DataCluster } from "#lib/kernel/data-cluster.ts";
import { dataClusters } from "#lib/kernel/data-cluster.ts";
import { type AccountId, newId } from "#lib/kernel/id.ts";
import type { TestPerson } from "./people.ts";

/** One chunk of bank data as it is named in an expectation. */
export interface Seen {
  readonly account: AccountId;
  readonly cluster: DataCluster;
  readonly from: string;
}

export const seenName = ({ account, cluster, from }: Seen) => `${account} ${cluster} ${from}`;

/** The first days of three months; a history boundary lies between them. */
export const months = ["2025-01-01", "2025-02-01", "2025-03-01"] as const;

/** Chunks of every kind, of three months each, for these accounts of an investor. What is in them is noise. */
export async function fillRecords(
  sql: postgres.Sql,
  { tenantId, personId }: TestPerson,
  accounts: readonly AccountId[],
): Promise<readonly Seen[]> {
  const all = accounts.flatMap((account) =>
    dataClusters.flatMap((cluster) => months.map((from) => ({ account, cluster, from }))),
  );
  const connectionId = newId("cnx");
  for (const { account, cluster, from } of all) {
    await sql`insert into record_chunks (tenant_id, chunk_id, investor_id, connection_id, account_id, cluster,
        period_from, period_to, region, as_of, version, envelope)
      values (${tenantId}, ${newId("rch")}, ${personId}, ${connectionId}, ${account}, ${cluster}, ${from},
        ${from}::date + interval '1 month', 'eu-nl', now(), 1, ${randomBytes(64)})`;
  }
  return all;
}

export interface Viewer {
  readonly role: string;
  readonly tenantId: string;
  readonly personId: string;
}

type Sql = postgres.Sql | postgres.TransactionSql;

/** What plain SQL shows to a role, with no check of ours in between. */
export async function seenBy(tx: Sql, viewer: Viewer): Promise<readonly string[]> {
  const rows = await asViewer(
    tx,
    viewer,
    (sql) => sql<Seen[]>`select account_id as account, cluster, period_from::text as from from record_chunks`,
  );
  return rows.map(seenName).sort();
}

export async function summariesSeenBy(tx: Sql, viewer: Viewer): Promise<readonly string[]> {
  const rows = await asViewer(
    tx,
    viewer,
    (sql) => sql<{ id: string }[]>`select investor_id as id, envelope from book_summaries`,
  );
  return rows.map(({ id }) => id).sort();
}

async function asViewer<T>(tx: Sql, { role, tenantId, personId }: Viewer, work: (sql: Sql) => Promise<T>) {
  await tx`select set_config('app.tenant_id', ${tenantId}, true), set_config('app.person_id', ${personId}, true),
    set_config('role', ${role}, true)`;
  const found = await work(tx);
  await tx`select set_config('role', 'none', true)`;
  return found;
}

/** Does something and takes it back, whatever came out of it. */
export async function undone<T>(
  sql: postgres.Sql,
  work: (tx: postgres.TransactionSql) => Promise<T>,
): Promise<T> {
  const undo = new Error("undo");
  let result: { readonly value: T } | undefined;
  await sql
    .begin(async (tx) => {
      result = { value: await work(tx) };
      throw undo;
    })
    .catch((cause: unknown) => {
      if (cause !== undo) throw cause;
    });
  if (!result) throw new Error("nothing came out of it");
  return result.value;
}
