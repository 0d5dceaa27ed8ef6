import { sql } from "drizzle-orm";
import type { Transaction } from "#lib/db/database.ts";
import type { Run } from "./merkle.ts";

/** How far the log is, as it stands under the sequencer's lock. */
export interface LogState {
  readonly size: number;
  /** Events of transactions before this one are all in the log. */
  readonly position: string;
  readonly epoch: number;
}

/** Where a search over every event begins. */
export const firstPosition = "0";

/** One sequencer at a time, whatever process it is in. The lock ends with the transaction. */
export async function takeSequencerLock(tx: Transaction): Promise<boolean> {
  const { rows } = await tx.execute<{ taken: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtext('licet.audit.sequence')) as taken,
      set_config('synchronous_commit', 'on', true)`,
  );
  return rows[0]?.taken ?? false;
}

export async function readLogState(tx: Transaction): Promise<LogState> {
  const { rows } = await tx.execute<{ size: string; position: string; epoch: number }>(
    sql`select size, position::text as position, epoch from audit_log_state`,
  );
  const [row] = rows;
  if (!row) throw new Error("the log has no state");
  return { ...row, size: Number(row.size) };
}

/**
 * Puts the next events into the log, in the order of their transactions and identifiers. Only transactions below
 * the horizon count: they are over, so none can still commit before one that was taken.
 */
export async function sequenceBelowHorizon(tx: Transaction, log: LogState, limit: number): Promise<Run> {
  return appendLeaves(tx, log, limit, sql`e.xid < pg_snapshot_xmin(pg_current_snapshot())`);
}

/** The same of every event that is there, whatever its transaction's id: what another cluster has left. */
export async function sequenceAll(tx: Transaction, log: LogState, limit: number): Promise<Run> {
  return appendLeaves(tx, log, limit, sql`true`);
}

async function appendLeaves(
  tx: Transaction,
  { size, position }: LogState,
  limit: number,
  isOver: ReturnType<typeof sql>,
): Promise<Run> {
  const { rows } = await tx.execute<{ size: string }>(sql`
    with batch as materialized (
      select e.tenant_id, e.event_id, e.xid, sha256('\\x00'::bytea || e.body) as leaf_hash
      from audit_events e
      where e.xid >= ${position}::xid8 and ${isOver} and not exists (
        select 1 from audit_leaves l where l.tenant_id = e.tenant_id and l.event_id = e.event_id)
      order by e.xid, e.event_id limit ${limit}
    ), written as (
      insert into audit_leaves (tenant_id, event_id, leaf_index, leaf_hash)
      select tenant_id, event_id, ${size}::bigint + row_number() over (order by xid, event_id) - 1, leaf_hash from batch
    )
    update audit_log_state
    set size = ${size}::bigint + b.added, position = coalesce(b.last, pg_snapshot_xmin(pg_current_snapshot()))
    from (select count(*) as added, (array_agg(xid order by xid desc))[1] as last from batch) b
    where b.added > 0 or position = ${firstPosition} returning audit_log_state.size`);
  return { from: size, to: Number(rows[0]?.size ?? size) };
}

/** Which cluster this is, and which copy of its history. */
export interface Cluster {
  readonly systemIdentifier: string;
  readonly timeline: number;
}

export async function readCluster(tx: Transaction): Promise<{ now: Cluster; last: Cluster | null }> {
  const { rows } = await tx.execute<{
    now: string;
    timeline: number;
    last: string | null;
    before: number | null;
  }>(sql`
    select s.system_identifier::text as now, k.timeline_id as timeline, e.system_identifier as last, e.timeline as before
    from pg_control_system() s, pg_control_checkpoint() k
    left join lateral (select * from audit_epochs order by epoch desc limit 1) e on true`);
  const [row] = rows;
  if (!row) throw new Error("the cluster does not say which it is");
  const last = row.last === null ? null : { systemIdentifier: row.last, timeline: row.before ?? 0 };
  return { now: { systemIdentifier: row.now, timeline: row.timeline }, last };
}

/** From here on transaction ids are of this cluster: the search for events begins at the first one again. */
export async function writeEpoch(
  tx: Transaction,
  epoch: number,
  size: number,
  cluster: Cluster,
): Promise<void> {
  await tx.execute(sql`insert into audit_epochs (epoch, system_identifier, timeline, first_index)
    values (${epoch}, ${cluster.systemIdentifier}, ${cluster.timeline}, ${size})`);
  await tx.execute(sql`update audit_log_state set epoch = ${epoch}, position = ${firstPosition}`);
}

/** A search over all events takes longer than a statement of a process may. */
export async function allowLongStatement(tx: Transaction): Promise<void> {
  await tx.execute(
    sql`select set_config('statement_timeout', '0', true), set_config('transaction_timeout', '0', true)`,
  );
}
