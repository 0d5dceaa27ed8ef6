import { and, asc, eq, inArray, lte, or, type SQL, sql } from "drizzle-orm";
import type { Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { ActId, PersonId, TenantId } from "#lib/kernel/id.ts";
import {
  aloneWithinHours,
  type ItemState,
  lapseAfterMs,
  type StaffAct,
  type SubjectId,
} from "./oversight.ts";
import { staffActItems, staffActs } from "./schema.ts";

const clock = sql<string>`to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** The act with what it is done to, all of it at once: none is added afterwards. */
export async function insertAct(
  tx: Transaction,
  act: StaffAct,
  subjectIds: readonly SubjectId[],
): Promise<void> {
  const { tenantId, actId, planned } = act;
  const { proposed, decided: _, stopped: __, finishedAt, ...facts } = act;
  await tx
    .insert(staffActs)
    .values({ ...facts, proposedBy: proposed.by, proposedAt: proposed.at, finishedAt });
  const [state, settled] = act.state === "done" ? ["done", act.finishedAt?.toISOString()] : ["open", null];
  await tx.execute(sql`
    insert into staff_act_items (tenant_id, act_id, position, planned, subject_id, state, settled_at)
    select ${tenantId}, ${actId}, n, ${planned}::integer, id, ${state}::staff_act_item_state, ${settled}::timestamptz
    from unnest(${sql.param([...subjectIds])}::text[]) with ordinality as listed (id, n)`);
}

/** Whoever begins two acts at once takes turns, so that both are counted; the database takes the same turns. */
export async function lockAlone(tx: Transaction, tenantId: TenantId, personId: PersonId): Promise<void> {
  const turn = `licet.alone/${tenantId}/${personId}`;
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${turn}, 0))`);
}

/** How many consents this person began to end alone within the last day, off-boardings with them. */
export async function countEndedAlone(tx: Transaction, personId: PersonId): Promise<number> {
  const { planned, proposedBy, needsSecond, kind, proposedAt } = staffActs;
  const [row] = await tx
    .select({ n: sql<number>`coalesce(sum(${planned}), 0)::integer` })
    .from(staffActs)
    .where(
      and(
        eq(proposedBy, personId),
        sql`not ${needsSecond} and ${kind} <> 'credentials.delete'`,
        sql`${proposedAt} > clock_timestamp() - make_interval(hours => ${aloneWithinHours})`,
      ),
    );
  return row?.n ?? 0;
}

/** Row security makes another firm's act indistinguishable from a missing one. */
export async function findAct(tx: Transaction, actId: ActId): Promise<{ act: StaffAct; now: Date }> {
  return only(actId, await selected(tx, actId));
}

/** Nobody else decides on it until this transaction ends. The time is the database's, by which acts lapse. */
export async function lockAct(tx: Transaction, actId: ActId): Promise<{ act: StaffAct; now: Date }> {
  return only(actId, await selected(tx, actId).for("no key update"));
}

/** The act, which nobody stops until this transaction ends; any number may hold it so. */
export async function holdAct(tx: Transaction, actId: ActId): Promise<StaffAct> {
  return only(actId, await selected(tx, actId).for("share")).act;
}

const selected = (tx: Transaction, actId: ActId) =>
  tx.select({ row: staffActs, now: clock }).from(staffActs).where(eq(staffActs.actId, actId));

function only(
  actId: ActId,
  [found]: readonly { readonly row: typeof staffActs.$inferSelect; readonly now: string }[],
): { act: StaffAct; now: Date } {
  if (!found) throw new AppError("oversight.not_found", { actId });
  return { act: toAct(found.row), now: new Date(found.now) };
}

/** What a decision of compliance changes; written only over the state that it was based on. Its times are the database's. */
export async function saveDecision(tx: Transaction, before: StaffAct, after: StaffAct): Promise<void> {
  const decision = before.decided
    ? {}
    : { decidedBy: after.decided?.by ?? null, decidedAt: after.decided?.at ?? null };
  const stop = { stoppedBy: after.stopped?.by ?? null, stoppedAt: after.stopped?.at ?? null };
  await save(tx, before, { state: after.state, ...decision, ...stop });
}

/** What the worker notes of it. */
export async function saveEnd(tx: Transaction, before: StaffAct, after: StaffAct): Promise<void> {
  await save(tx, before, {
    state: after.state,
    ...(after.finishedAt ? { finishedAt: after.finishedAt } : {}),
  });
}

async function save(
  tx: Transaction,
  { actId, state }: StaffAct,
  values: Partial<typeof staffActs.$inferInsert>,
): Promise<void> {
  const written = await tx
    .update(staffActs)
    .set(values)
    .where(and(eq(staffActs.actId, actId), eq(staffActs.state, state)))
    .returning({ actId: staffActs.actId });
  if (written.length !== 1) throw new AppError("oversight.act_changed", { actId, state });
}

/** Acts that have something to do or lapse, over all firms. */
export async function listLive(
  tx: Transaction,
  limit: number,
): Promise<readonly { readonly tenantId: TenantId; readonly actId: ActId }[]> {
  const { tenantId, actId, state, lapsesAt, stoppedAt } = staffActs;
  const isLeft = sql`${stoppedAt} <= clock_timestamp() - make_interval(secs => ${lapseAfterMs / 1_000})`;
  return (
    tx
      .select({ tenantId, actId })
      .from(staffActs)
      .where(
        or(
          eq(state, "running"),
          and(eq(state, "proposed"), lte(lapsesAt, sql`clock_timestamp()`)),
          and(eq(state, "stopped"), isLeft),
        ),
      )
      // What is over is told first, so that many acts at work keep none of it waiting.
      .orderBy(sql`${state} = 'running'`, actId)
      .limit(limit)
  );
}

export type ItemCounts = Readonly<Record<ItemState, number>>;
const none: ItemCounts = { open: 0, done: 0, skipped: 0, failed: 0 };

/** How many items of each act stand how. */
export async function countItems(
  tx: Transaction,
  actIds: readonly ActId[],
): Promise<ReadonlyMap<ActId, ItemCounts>> {
  const { actId, state } = staffActItems;
  const rows = await tx
    .select({ actId, state, n: sql<number>`count(*)::integer` })
    .from(staffActItems)
    .where(inArray(actId, [...actIds]))
    .groupBy(actId, state);
  const counts = new Map(actIds.map((id) => [id, { ...none }]));
  for (const row of rows) {
    const of = counts.get(row.actId);
    if (of) of[row.state] = row.n;
  }
  return counts;
}

export async function countItemsOf(tx: Transaction, actId: ActId): Promise<ItemCounts> {
  return (await countItems(tx, [actId])).get(actId) ?? none;
}

const itemColumns = {
  position: staffActItems.position,
  subjectId: staffActItems.subjectId,
  state: staffActItems.state,
  reason: staffActItems.reason,
  attempts: staffActItems.attempts,
};

/** In their order, those from `from` on. */
export const listItems = (tx: Transaction, actId: ActId, from: number, limit: number) =>
  tx
    .select(itemColumns)
    .from(staffActItems)
    .where(and(eq(staffActItems.actId, actId), sql`${staffActItems.position} >= ${from}`))
    .orderBy(asc(staffActItems.position))
    .limit(limit);

/** Those that failed, or were passed over. */
export const listUnworked = (tx: Transaction, actId: ActId, limit: number) =>
  tx
    .select(itemColumns)
    .from(staffActItems)
    .where(and(eq(staffActItems.actId, actId), inArray(staffActItems.state, ["failed", "skipped"])))
    .orderBy(asc(staffActItems.position))
    .limit(limit);

/** The next one that nobody has in hand; what was tried already comes after what was not. */
export async function takeItem(tx: Transaction, actId: ActId) {
  const [row] = await tx
    .select(itemColumns)
    .from(staffActItems)
    .where(and(eq(staffActItems.actId, actId), eq(staffActItems.state, "open")))
    .orderBy(asc(staffActItems.attempts), asc(staffActItems.position))
    .limit(1)
    .for("update", { skipLocked: true });
  return row ?? null;
}

export async function settleItem(
  tx: Transaction,
  actId: ActId,
  position: number,
  how: { readonly state: Exclude<ItemState, "open">; readonly reason: string | null; readonly at: Date },
): Promise<boolean> {
  return write(tx, actId, position, { state: how.state, reason: how.reason, settledAt: how.at });
}

/** Counts an attempt that came to nothing; the item stays open. */
export async function noteAttempt(tx: Transaction, actId: ActId, position: number): Promise<void> {
  await write(tx, actId, position, { attempts: sql`${staffActItems.attempts} + 1` });
}

async function write(
  tx: Transaction,
  actId: ActId,
  position: number,
  values: Readonly<Record<string, unknown>> | { attempts: SQL },
): Promise<boolean> {
  const written = await tx
    .update(staffActItems)
    .set(values)
    .where(
      and(
        eq(staffActItems.actId, actId),
        eq(staffActItems.position, position),
        eq(staffActItems.state, "open"),
      ),
    )
    .returning({ position: staffActItems.position });
  return written.length === 1;
}

export function toAct(row: typeof staffActs.$inferSelect): StaffAct {
  const { tenantId, actId, kind, reason, state, planned, stays, needsSecond } = row;
  const { institutionId, advisorId, successorId, lapsesAt, finishedAt } = row;
  const { decidedBy, decidedAt, stoppedBy, stoppedAt } = row;
  return {
    ...{ tenantId, actId, kind, reason, state, planned, stays, needsSecond },
    ...{ institutionId, advisorId, successorId, lapsesAt, finishedAt },
    proposed: { by: row.proposedBy, at: row.proposedAt },
    decided: decidedBy && decidedAt ? { by: decidedBy, at: decidedAt } : null,
    stopped: stoppedBy && stoppedAt ? { by: stoppedBy, at: stoppedAt } : null,
  };
}
