import { sql } from "drizzle-orm";
import type { ScaWay } from "#lib/authorisation/sca-view.ts";
import type { ConnectionNeed, ConnectionState } from "#lib/connections/view.ts";
import type { Transaction } from "#lib/db/database.ts";

/* Row security leaves of each table what is the firm's; nothing here reads a column that names anybody. */

export interface StateCount {
  readonly institutionId: string;
  readonly state: ConnectionState;
  readonly needs: ConnectionNeed | null;
  readonly count: number;
}

export async function countStates(tx: Transaction): Promise<readonly StateCount[]> {
  const { rows } = await tx.execute<{
    institution_id: string;
    state: ConnectionState;
    needs: ConnectionNeed | null;
    count: number;
  }>(sql`select institution_id, state, needs, count(*)::integer as count from connections group by 1, 2, 3`);
  return rows.map(({ institution_id: institutionId, ...row }) => ({ institutionId, ...row }));
}

export interface UseCount {
  readonly institutionId: string;
  /** Runs without the person in the last 24 hours, of one connection. */
  readonly used: number;
  readonly connections: number;
}

/** As `countUnattended` of lib/connections counts them; no run goes on for longer than a day. */
export async function countUses(tx: Transaction): Promise<readonly UseCount[]> {
  const { rows } = await tx.execute<{ institution_id: string; used: number; connections: number }>(sql`
    select c.institution_id, u.used, count(*)::integer as connections from (
      select s.connection_id, sum(s.runs)::integer as used from syncs s
      where not s.is_attended and s.reads > 0 and s.begun_at > clock_timestamp() - interval '48 hours'
        and coalesce(s.ended_at, clock_timestamp()) > clock_timestamp() - interval '24 hours'
      group by 1) u
    join connections c on c.connection_id = u.connection_id group by 1, 2`);
  return rows.map(({ institution_id: institutionId, ...row }) => ({ institutionId, ...row }));
}

export interface WayCount {
  readonly institutionId: string;
  readonly way: ScaWay | null;
  readonly attempts: number;
  readonly letIn: number;
  readonly brokenOff: number;
  readonly medianSeconds: number | null;
  readonly slowSeconds: number | null;
}

/** Of attempts that were begun since then and have ended. */
export async function countWays(tx: Transaction, since: Date): Promise<readonly WayCount[]> {
  const seconds = sql`greatest(0, extract(epoch from a.ended_at - a.asked_at))`;
  const took = sql`a.status = 'finalised' and a.asked_at is not null`;
  const { rows } = await tx.execute<{
    institution_id: string;
    way: ScaWay | null;
    attempts: number;
    let_in: number;
    broken_off: number;
    median: number | null;
    slow: number | null;
  }>(sql`
    select c.institution_id, a.method as way, count(*)::integer as attempts,
      (count(*) filter (where a.status in ('finalised', 'exempted')))::integer as let_in,
      (count(*) filter (where a.reason in ('cancelled', 'interrupted', 'consentEnded')))::integer as broken_off,
      percentile_cont(0.5) within group (order by ${seconds}) filter (where ${took}) as median,
      percentile_cont(0.95) within group (order by ${seconds}) filter (where ${took}) as slow
    from authorisations a join connections c on c.connection_id = a.connection_id
    where a.begun_at > ${since.toISOString()}::timestamptz and a.ended_at is not null group by 1, 2`);
  return rows.map(({ institution_id: institutionId, way, attempts, ...row }) => ({
    ...{ institutionId, way, attempts, letIn: row.let_in, brokenOff: row.broken_off },
    ...{ medianSeconds: row.median, slowSeconds: row.slow },
  }));
}

export interface ReasonCount {
  readonly institutionId: string;
  readonly of: "dialog" | "reading";
  readonly reason: string;
  readonly count: number;
}

/** Why nobody was let in, and why runs brought not all, the most frequent first. */
export async function countReasons(tx: Transaction, since: Date): Promise<readonly ReasonCount[]> {
  const from = since.toISOString();
  const { rows } = await tx.execute<{
    institution_id: string;
    of: ReasonCount["of"];
    reason: string;
    count: number;
  }>(sql`
    select c.institution_id, f.of, f.reason, count(*)::integer as count from (
      select connection_id, 'dialog' as of, reason from authorisations
      where begun_at > ${from}::timestamptz and status = 'failed'
      union all
      select connection_id, 'reading', reason from syncs
      where begun_at > ${from}::timestamptz and reason is not null) f
    join connections c on c.connection_id = f.connection_id
    group by 1, 2, 3 order by count desc, 2, 3`);
  return rows.map(({ institution_id: institutionId, ...row }) => ({ institutionId, ...row }));
}
