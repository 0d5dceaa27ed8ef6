import { sql } from "drizzle-orm";
import type { Transaction } from "#lib/db/database.ts";
import type { TenantId } from "#lib/kernel/id.ts";
import { readRecorded } from "./terms.ts";
import type { TrailEntry } from "./view.ts";

interface Row extends Record<string, unknown> {
  readonly event_id: string;
  readonly subject: string | null;
  readonly body: Buffer;
  readonly index: string | null;
}

const columns = sql`e.event_id, e.subject_id as subject, e.body, l.leaf_index as index`;
const withPlace = sql`left join audit_leaves l on l.tenant_id = e.tenant_id and l.event_id = e.event_id`;

function toEntry({ event_id, subject, body, index }: Row): TrailEntry {
  const { type, occurredAt, actor, requestId, facts } = readRecorded(body);
  return {
    ...{ eventId: event_id, at: occurredAt, type, requestId, facts, subjectId: subject },
    ...{ actorType: actor.type, actorId: actor.id, sessionId: actor.session },
    index: index === null ? null : Number(index),
  };
}

/** The own firm's events of these identifiers, in the order given. One that row security does not show is left out. */
export async function readEntriesById(
  tx: Transaction,
  tenantId: TenantId,
  eventIds: readonly string[],
): Promise<readonly TrailEntry[]> {
  if (eventIds.length === 0) return [];
  const { rows } = await tx.execute<
    Row & { index: string | null }
  >(sql`select ${columns} from audit_events e ${withPlace}
    where e.tenant_id = ${tenantId} and e.event_id = any(${sql.param([...eventIds])}::text[])`);
  const byId = new Map(rows.map((row) => [row.event_id, row]));
  return eventIds.flatMap((id) => {
    const row = byId.get(id);
    return row ? [toEntry(row)] : [];
  });
}

/** An event with its very bytes, which the log's leaf hashes. */
export async function readEntryWithBytes(
  tx: Transaction,
  tenantId: TenantId,
  eventId: string,
): Promise<{ readonly entry: TrailEntry; readonly bytes: string } | null> {
  const { rows } = await tx.execute<Row>(sql`select ${columns} from audit_events e ${withPlace}
    where e.tenant_id = ${tenantId} and e.event_id = ${eventId}`);
  const [row] = rows;
  return row ? { entry: toEntry(row), bytes: row.body.toString("utf8") } : null;
}

/** Where the own firm's last entry stands, or -1. */
export async function readLastIndex(tx: Transaction, tenantId: TenantId): Promise<number> {
  const { rows } = await tx.execute<{ last: string | null }>(
    sql`select max(leaf_index) as last from audit_leaves where tenant_id = ${tenantId}`,
  );
  return Number(rows[0]?.last ?? -1);
}

/** The own firm's entries behind a place in the log, in the log's order. */
export async function readEntriesBehind(
  tx: Transaction,
  tenantId: TenantId,
  index: number,
  limit: number,
): Promise<readonly TrailEntry[]> {
  const { rows } = await tx.execute<Row>(sql`select ${columns} from audit_leaves l
    join audit_events e on e.tenant_id = l.tenant_id and e.event_id = l.event_id
    where l.tenant_id = ${tenantId} and l.leaf_index > ${index} order by l.leaf_index limit ${limit}`);
  return rows.map(toEntry);
}
