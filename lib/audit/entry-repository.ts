import { and, asc, eq, gte, lt, sql } from "drizzle-orm";
import type { Transaction } from "#lib/db/database.ts";
import type { TenantId } from "#lib/kernel/id.ts";
import type { Run } from "./merkle.ts";
import { auditEvents, auditLeaves } from "./schema.ts";

export interface StoredEntry {
  readonly index: number;
  readonly leafHash: Buffer;
  /** `null` where there is a leaf and no event: somebody has removed it. */
  readonly body: Buffer | null;
}

const columns = {
  index: auditLeaves.leafIndex,
  leafHash: auditLeaves.leafHash,
  body: auditEvents.body,
};
const sameEvent = and(
  eq(auditEvents.tenantId, auditLeaves.tenantId),
  eq(auditEvents.eventId, auditLeaves.eventId),
);

/** The entries of a run, in order, of every firm that row security shows. */
export async function readEntries(tx: Transaction, { from, to }: Run): Promise<readonly StoredEntry[]> {
  return tx
    .select(columns)
    .from(auditLeaves)
    .leftJoin(auditEvents, sameEvent)
    .where(and(gte(auditLeaves.leafIndex, from), lt(auditLeaves.leafIndex, to)))
    .orderBy(asc(auditLeaves.leafIndex));
}

/** The first so many entries of a firm within a run, in order. */
export async function readEntriesOf(
  tx: Transaction,
  tenantId: TenantId,
  { from, to }: Run,
  count: number,
): Promise<readonly StoredEntry[]> {
  return tx
    .select(columns)
    .from(auditLeaves)
    .leftJoin(auditEvents, sameEvent)
    .where(
      and(
        eq(auditLeaves.tenantId, tenantId),
        gte(auditLeaves.leafIndex, from),
        lt(auditLeaves.leafIndex, to),
      ),
    )
    .orderBy(asc(auditLeaves.leafIndex))
    .limit(count);
}

/**
 * Events of transactions that the log has been past and that have no place in it. The sequencer leaves none, so
 * somebody has put them there. A few of them tell as much as all.
 */
export async function readUnlogged(tx: Transaction): Promise<readonly string[]> {
  const { rows } = await tx.execute<{ id: string }>(sql`select e.event_id as id from audit_events e
    where e.xid < (select position from audit_log_state) and not exists (
      select 1 from audit_leaves l where l.tenant_id = e.tenant_id and l.event_id = e.event_id)
    limit 100`);
  return rows.map(({ id }) => id);
}
