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

/**
 * Notes, past every rule, that this viewer is shown all there is: what is then still not seen is not for want of a note.
 * In a transaction of the superuser's.
 */
export async function noteEverything(tx: Sql, { role, personId }: Viewer): Promise<void> {
  if (personId === "") return;
  await tx`set local session_replication_role = replica`;
  await tx`insert into disclosures (tenant_id, disclosure_id, investor_id, viewer_type, viewer_id, what, consent_ids,
      clusters, account_ids, event_id)
    select r.tenant_id, 'dsc_' || gen_random_uuid(), r.investor_id, ${role === "licet_client" ? "client" : "advisor"},
      ${personId}, 'clientPage', '{con_none}', enum_range(null::data_cluster), array_agg(r.account_id), 'evt_none'
    from (select tenant_id, investor_id, account_id from record_chunks
      union select tenant_id, investor_id, 'acc_none' from book_summaries) r
    where not exists (select 1 from disclosures d where d.noted_in = pg_current_xact_id()
      and d.viewer_id = ${personId} and d.investor_id = r.investor_id)
    group by r.tenant_id, r.investor_id`;
  await tx`insert into book_notes (tenant_id, viewer_id, stamp, investor_id, disclosure_id)
    select tenant_id, ${personId}, stamp, investor_id, 'dsc_none' from book_summaries on conflict do nothing`;
  await tx`set local session_replication_role = origin`;
}

async function asViewer<T>(tx: Sql, viewer: Viewer, work: (sql: Sql) => Promise<T>) {
  const { role, tenantId, personId } = viewer;
  await noteEverything(tx, viewer);
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
