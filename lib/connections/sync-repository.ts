import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import type { AspspFailure } from "#lib/aspsp/failure.ts";
import type { PersonPresent } from "#lib/aspsp/link-request.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { ConnectionId, SyncId } from "#lib/kernel/id.ts";
import { syncConnection } from "./sync-jobs.ts";
import { OvertakenError, type SyncRun } from "./sync-run.ts";
import { syncs } from "./sync-schema.ts";
import type { SyncKind, SyncOutcome } from "./view.ts";

const graceMs = 60_000;
const longestRunMs = syncConnection.timeoutMs + graceMs;

type NewSync = Pick<SyncRun, "tenantId" | "syncId" | "connectionId" | "investorId" | "kind" | "begunAt"> & {
  readonly isAttended: boolean;
  readonly person: PersonPresent | null;
};

interface Consequences {
  readonly also?: readonly SQL[];
  readonly then?: SQL | null;
}

/**
 * A connection has one run at a time; `false` where there is one. What goes with a beginning is written in the same round
 * to the database, also where there is one: whoever does not want that throws.
 */
export async function insertSync(
  tx: Transaction,
  sync: NewSync,
  { also = [], then = null }: Consequences = {},
): Promise<boolean> {
  const { tenantId, syncId, connectionId, investorId, kind, begunAt, isAttended, person } = sync;
  const insertion = sql`insert into ${syncs} (tenant_id, sync_id, connection_id, investor_id, kind,
      is_attended, begun_at, outcome, person_address, person_agent, person_language)
    values (${tenantId}, ${syncId}, ${connectionId}, ${investorId}, ${kind}, ${isAttended},
      ${begunAt.toISOString()}::timestamptz, 'running', ${person?.ipAddress ?? null}, ${person?.userAgent ?? null},
      ${person?.language ?? null})
    on conflict do nothing returning sync_id`;
  const parts = [insertion, ...also].map((each, at) => sql`${sql.raw(`part${at}`)} as (${each})`);
  const { rows } = await tx.execute<{ is_new: boolean }>(
    sql`with ${sql.join(parts, sql`, `)} select exists (select from part0) as is_new, ${then ?? sql`1`}`,
  );
  return rows[0]?.is_new === true;
}

export interface RunningSync {
  readonly syncId: SyncId;
  readonly kind: SyncKind;
  readonly begunAt: Date;
}

/** The connection's run that has not ended, for whoever may see it. */
export async function findRunning(tx: Transaction, connectionId: ConnectionId): Promise<RunningSync | null> {
  const { syncId, kind, begunAt } = syncs;
  const [row] = await tx
    .select({ syncId, kind, begunAt })
    .from(syncs)
    .where(and(eq(syncs.connectionId, connectionId), eq(syncs.outcome, "running")));
  return row ?? null;
}

export interface HeldSync extends RunningSync {
  readonly workerId: string | null;
  /** Whether that worker was seen lately, and can still be at it: a job has its time, and no more. */
  readonly isAlive: boolean;
  readonly isAttended: boolean;
  /** How often it was begun. */
  readonly runs: number;
  readonly person: PersonPresent | null;
}

/** The same for the worker, with whom it is at. */
export async function findHeld(
  tx: Transaction,
  connectionId: ConnectionId,
  lateAfterMs: number,
): Promise<HeldSync | null> {
  const seen = sql<boolean>`exists (select 1 from worker_heartbeats h where h.worker_id = syncs.worker_id
    and h.seen_at > clock_timestamp() - make_interval(secs => ${lateAfterMs / 1_000})
    and syncs.taken_at > clock_timestamp() - make_interval(secs => ${longestRunMs / 1_000}))`;
  const { syncId, kind, begunAt, workerId, isAttended, runs } = syncs;
  const { personAddress, personAgent, personLanguage } = syncs;
  const [row] = await tx
    .select({
      ...{ syncId, kind, begunAt, workerId, isAttended, runs, seen },
      ...{ personAddress, personAgent, personLanguage },
    })
    .from(syncs)
    .where(and(eq(syncs.connectionId, connectionId), eq(syncs.outcome, "running")));
  if (!row) return null;
  const person =
    row.personAddress === null
      ? null
      : { ipAddress: row.personAddress, userAgent: row.personAgent, language: row.personLanguage };
  return { ...row, isAlive: row.seen, person };
}

/** Counts the fence up and moves the next refresh on; `null` where the connection is not active. Waits for stores that are under way. */
export async function takeFence(
  tx: Transaction,
  connectionId: ConnectionId,
  nextRefreshAt: Date | null,
): Promise<number | null> {
  const { rows } = await tx.execute<{ fence: string }>(sql`update connections set fence = fence + 1,
      next_refresh_at = ${nextRefreshAt?.toISOString() ?? null}::timestamptz
    where connection_id = ${connectionId} and state = 'active' returning fence`);
  return rows[0] ? Number(rows[0].fence) : null;
}

export async function beginRun(
  tx: Transaction,
  { syncId, fence }: Pick<SyncRun, "syncId" | "fence">,
  workerId: string,
  isAttended: boolean,
): Promise<void> {
  const gone = { personAddress: null, personAgent: null, personLanguage: null };
  await tx
    .update(syncs)
    .set({
      fence,
      workerId,
      takenAt: sql`clock_timestamp()`,
      runs: sql`${syncs.runs} + 1`,
      isAttended,
      ...(isAttended ? {} : gone),
    })
    .where(and(eq(syncs.syncId, syncId), eq(syncs.outcome, "running")));
}

/** Nobody is at it any more: whoever tries it again takes it up. */
export async function letGo(tx: Transaction, { syncId, fence }: Pick<SyncRun, "syncId" | "fence">) {
  await tx
    .update(syncs)
    .set({ workerId: null })
    .where(and(eq(syncs.syncId, syncId), eq(syncs.fence, fence), eq(syncs.outcome, "running")));
}

type Fenced = Pick<SyncRun, "syncId" | "connectionId" | "fence">;

const heldBy = ({ connectionId, fence }: Fenced) => sql`select 1 from connections where
  connection_id = ${connectionId} and fence = ${fence} and state = 'active' for share`;

/** For each store: nobody overtakes this run, or ends its connection, until the transaction is over. */
export async function holdFence(tx: Transaction, run: Fenced): Promise<void> {
  const { rows } = await tx.execute(heldBy(run));
  if (rows.length !== 1) throw new OvertakenError();
}

/** For each call that reads data, before its bytes leave: the same, and the call is counted. */
export async function countRead(tx: Transaction, run: Fenced): Promise<void> {
  const { rowCount } = await tx.execute(sql`with held as (${heldBy(run)})
    update ${syncs} set reads = reads + 1
    where sync_id = ${run.syncId} and outcome = 'running' and exists (select 1 from held)`);
  if (rowCount !== 1) throw new OvertakenError();
}

export interface SyncEnd {
  readonly outcome: Exclude<SyncOutcome, "running">;
  readonly reason: AspspFailure | null;
  readonly at: Date;
}

/** Ends it, and says how many calls it took; the person's address is gone with it. */
export async function endSync(
  tx: Transaction,
  run: Pick<SyncRun, "syncId">,
  { outcome, reason, at }: SyncEnd,
): Promise<number | null> {
  const [row] = await tx
    .update(syncs)
    .set({ outcome, reason, endedAt: at, personAddress: null, personAgent: null, personLanguage: null })
    .where(and(eq(syncs.syncId, run.syncId), eq(syncs.outcome, "running")))
    .returning({ reads: syncs.reads });
  return row?.reads ?? null;
}

/** Writes over the fence that the run was begun under. */
export async function setNextRefresh(tx: Transaction, run: Fenced, at: Date | null): Promise<void> {
  await tx.execute(sql`update connections set next_refresh_at = ${at?.toISOString() ?? null}::timestamptz
    where connection_id = ${run.connectionId} and fence = ${run.fence} and state = 'active'`);
}

/**
 * How often the bank was asked in the last 24 hours without the person. RTS (EU) 2018/389 Art. 36(5)(b) and XS2A's
 * `frequencyPerDay` speak of each resource of its own; a run asks for the list of accounts each time that it is begun
 * and for nothing oftener (further pages belong to their read), so that the beginnings are the most that any resource
 * was asked for. A run that ended in these 24 hours counts as being in them, so that none is counted too late.
 */
export async function countUnattended(tx: Transaction, connectionId: ConnectionId): Promise<number> {
  const { rows } = await tx.execute<{
    used: number;
  }>(sql`select coalesce(sum(runs), 0)::integer as used from ${syncs}
    where connection_id = ${connectionId} and not is_attended and reads > 0
      and coalesce(ended_at, clock_timestamp()) > clock_timestamp() - interval '24 hours'`);
  return rows[0]?.used ?? 0;
}

/** Whether the bank was read once and for all, and how many runs failed one after the other since it was last read. */
export async function readHistory(
  tx: Transaction,
  connectionId: ConnectionId,
): Promise<{ readonly hasBeenRead: boolean; readonly failures: number }> {
  const { rows } = await tx.execute<{ read: boolean; failures: number }>(sql`
    select exists (select 1 from ${syncs} where connection_id = ${connectionId} and outcome in ('done', 'partial')) as read,
      (select count(*)::integer from ${syncs} s where s.connection_id = ${connectionId} and s.outcome = 'failed'
        and s.begun_at > clock_timestamp() - interval '24 hours' and s.begun_at > coalesce((
          select max(g.begun_at) from ${syncs} g
          where g.connection_id = s.connection_id and g.outcome in ('done', 'partial')), '-infinity')) as failures`);
  const [row] = rows;
  return { hasBeenRead: row?.read === true, failures: row?.failures ?? 0 };
}

export async function findLastSync(tx: Transaction, connectionId: ConnectionId) {
  const { syncId, kind, begunAt, endedAt, outcome, reason } = syncs;
  const [row] = await tx
    .select({ syncId, kind, begunAt, endedAt, outcome, reason })
    .from(syncs)
    .where(eq(syncs.connectionId, connectionId))
    .orderBy(desc(syncs.begunAt), desc(syncs.syncId))
    .limit(1);
  return row ?? null;
}
