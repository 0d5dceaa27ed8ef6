import { and, asc, eq, gte, inArray, lt, sql } from "drizzle-orm";
import type { Transaction } from "#lib/db/database.ts";
import type { EventId, TenantId } from "#lib/kernel/id.ts";
import type { StoredEntry } from "./entry-repository.ts";
import { auditEvents, auditLeaves } from "./schema.ts";
import { termOf } from "./terms.ts";

const sameEvent = and(
  eq(auditEvents.tenantId, auditLeaves.tenantId),
  eq(auditEvents.eventId, auditLeaves.eventId),
);

/** How far the index reaches by which entries are found: those below it are all in it. */
export async function readIndexedSize(tx: Transaction): Promise<number> {
  const { rows } = await tx.execute<{ size: string }>(sql`select size from audit_index_state`);
  return Number(rows[0]?.size ?? 0);
}

/** The places of the own firm's entries that were done by one of these, happened to one of them, or name one. */
export async function findPlacesAbout(
  tx: Transaction,
  ids: readonly string[],
  limit: number,
): Promise<readonly number[]> {
  const terms = ids.flatMap((id) => (["actor", "subject", "fact"] as const).map((kind) => termOf(kind, id)));
  const { rows } = await tx.execute<{ place: string }>(sql`
    select leaf_index as place from gate.audit_find('{}'::text[], ${sql.param(terms)}::text[], '-infinity', 'infinity',
      null, null, ${limit})`);
  return rows.map(({ place }) => Number(place));
}

/** The places of the own firm's entries of a time. */
export async function findPlacesWithin(
  tx: Transaction,
  tenantId: TenantId,
  { from, before }: { readonly from: Date; readonly before: Date },
  limit: number,
): Promise<readonly number[]> {
  const rows = await tx
    .select({ place: auditLeaves.leafIndex })
    .from(auditEvents)
    .innerJoin(auditLeaves, sameEvent)
    .where(
      and(
        eq(auditEvents.tenantId, tenantId),
        gte(auditEvents.occurredAt, from),
        lt(auditEvents.occurredAt, before),
      ),
    )
    .limit(limit);
  return rows.map(({ place }) => place);
}

/** The own firm's entries at these places, in order. */
export async function readEntriesAt(
  tx: Transaction,
  tenantId: TenantId,
  places: readonly number[],
): Promise<readonly StoredEntry[]> {
  if (places.length === 0) return [];
  return tx
    .select({ index: auditLeaves.leafIndex, leafHash: auditLeaves.leafHash, body: auditEvents.body })
    .from(auditLeaves)
    .leftJoin(auditEvents, sameEvent)
    .where(and(eq(auditLeaves.tenantId, tenantId), inArray(auditLeaves.leafIndex, [...places])))
    .orderBy(asc(auditLeaves.leafIndex));
}

export interface EntryPlace {
  readonly eventId: EventId;
  readonly index: number;
}

/** Where the entries of these events are; those that are not in the log yet are left out. */
export async function readPlaces(
  tx: Transaction,
  tenantId: TenantId,
  eventIds: readonly EventId[],
): Promise<readonly EntryPlace[]> {
  if (eventIds.length === 0) return [];
  return tx
    .select({ eventId: auditLeaves.eventId, index: auditLeaves.leafIndex })
    .from(auditLeaves)
    .where(and(eq(auditLeaves.tenantId, tenantId), inArray(auditLeaves.eventId, [...eventIds])));
}

/** The event's own bytes; `null` where row security shows none. */
export async function readBody(
  tx: Transaction,
  tenantId: TenantId,
  eventId: EventId,
): Promise<Buffer | null> {
  const [row] = await tx
    .select({ body: auditEvents.body })
    .from(auditEvents)
    .where(and(eq(auditEvents.tenantId, tenantId), eq(auditEvents.eventId, eventId)));
  return row?.body ?? null;
}
