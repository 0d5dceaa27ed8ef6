import { sql } from "drizzle-orm";
import type { Transaction } from "#lib/db/database.ts";
import type { TenantId } from "#lib/kernel/id.ts";
import type { Run } from "./merkle.ts";

/** One indexer at a time, whatever process it is in. */
export async function takeIndexLock(tx: Transaction): Promise<boolean> {
  const { rows } = await tx.execute<{ taken: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtext('licet.audit.index')) as taken`,
  );
  return rows[0]?.taken ?? false;
}

/** How many entries can be found, and how many there are. */
export async function readIndexState(tx: Transaction): Promise<{ indexed: number; size: number }> {
  const { rows } = await tx.execute<{ indexed: string; size: string }>(
    sql`select i.size as indexed, s.size from audit_index_state i, audit_log_state s`,
  );
  return { indexed: Number(rows[0]?.indexed ?? 0), size: Number(rows[0]?.size ?? 0) };
}

/** An entry that is to be found by its terms. */
export interface Findable {
  readonly tenantId: string;
  readonly occurredAt: string;
  readonly index: number;
  readonly terms: readonly string[];
}

export async function insertTerms(tx: Transaction, entries: readonly Findable[]): Promise<void> {
  const rows = rowsOf(entries);
  if (rows.index.length === 0) return;
  await tx.execute(sql`insert into audit_terms (term, occurred_at, leaf_index)
    select audit_term(n.tenant, n.term), n.at, n.index from ${unnested(rows)} on conflict do nothing`);
}

/** The first of these entries that cannot be found by all of its terms, or `null`. */
export async function readUnfindable(tx: Transaction, entries: readonly Findable[]): Promise<number | null> {
  const rows = rowsOf(entries);
  if (rows.index.length === 0) return null;
  const { rows: found } = await tx.execute<{ index: string | null }>(sql`select min(n.index) as index
    from ${unnested(rows)} where not exists (select 1 from audit_terms t
      where t.term = audit_term(n.tenant, n.term) and t.occurred_at = n.at and t.leaf_index = n.index)`);
  const [first] = found;
  return first?.index == null ? null : Number(first.index);
}

function rowsOf(entries: readonly Findable[]) {
  const flat = entries.flatMap(({ terms, ...entry }) => terms.map((term) => ({ ...entry, term })));
  return {
    tenant: flat.map(({ tenantId }) => tenantId),
    term: flat.map(({ term }) => term),
    at: flat.map(({ occurredAt }) => occurredAt),
    index: flat.map(({ index }) => index),
  };
}

const unnested = ({ tenant, term, at, index }: ReturnType<typeof rowsOf>) =>
  sql`unnest(${sql.param(tenant)}::text[], ${sql.param(term)}::text[], ${sql.param(at)}::timestamptz[],
    ${sql.param(index)}::bigint[]) as n (tenant, term, at, index)`;

export async function saveIndexSize(tx: Transaction, size: number): Promise<void> {
  await tx.execute(sql`update audit_index_state set size = ${size}`);
}

export interface IndexedEntry {
  readonly index: number;
  readonly subjectId: string | null;
  readonly leafHash: Buffer;
  readonly body: Buffer | null;
}

interface IndexableRow extends Record<string, unknown> {
  readonly index: string;
  readonly subject: string | null;
  readonly hash: Buffer;
  readonly body: Buffer | null;
}

/** The entries of a run, of every firm, in order; without a body where somebody has removed the event. */
export async function readIndexable(tx: Transaction, { from, to }: Run): Promise<readonly IndexedEntry[]> {
  const { rows } = await tx.execute<IndexableRow>(sql`
    select l.leaf_index as index, l.leaf_hash as hash, e.subject_id as subject, e.body from audit_leaves l
    left join audit_events e on e.tenant_id = l.tenant_id and e.event_id = l.event_id
    where l.leaf_index >= ${from} and l.leaf_index < ${to} order by l.leaf_index`);
  return rows.map(({ index, subject, hash, body }) => ({
    ...{ index: Number(index), subjectId: subject, leafHash: hash, body },
  }));
}

export interface Wanted {
  readonly all: readonly string[];
  readonly any: readonly string[];
  readonly from: Date | null;
  readonly to: Date | null;
  readonly after: { readonly at: string; readonly eventId: string } | null;
  readonly limit: number;
}

/** The events of the own firm that have the terms, newest first. */
export async function findByTerms(tx: Transaction, wanted: Wanted): Promise<readonly string[]> {
  const { all, any, from, to, after, limit } = wanted;
  const { rows } = await tx.execute<{ event_id: string }>(sql`select f.event_id from gate.audit_find(
    ${sql.param([...all])}::text[], ${sql.param([...any])}::text[],
    ${from?.toISOString() ?? "-infinity"}::timestamptz, ${to?.toISOString() ?? "infinity"}::timestamptz,
    ${after?.at ?? null}::timestamptz, ${after?.eventId ?? null}::text, ${limit}) f`);
  return rows.map(({ event_id }) => event_id);
}

/** The newest events of the own firm within a time, whether they have their place in the log yet or not. */
export async function findByTime(
  tx: Transaction,
  tenantId: TenantId,
  { from, to, after, limit }: Omit<Wanted, "all" | "any">,
): Promise<readonly string[]> {
  const { rows } = await tx.execute<{ event_id: string }>(sql`select event_id from audit_events
    where tenant_id = ${tenantId}
      ${from ? sql`and occurred_at >= ${from.toISOString()}::timestamptz` : sql``}
      ${to ? sql`and occurred_at <= ${to.toISOString()}::timestamptz` : sql``}
      ${after ? sql`and (occurred_at, event_id) < (${after.at}::timestamptz, ${after.eventId})` : sql``}
    order by occurred_at desc, event_id desc limit ${limit}`);
  return rows.map(({ event_id }) => event_id);
}
