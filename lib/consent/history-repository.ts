import { and, eq, inArray, isNotNull, type SQL, sql } from "drizzle-orm";
import type { prepareAudit } from "#lib/audit/append.ts";
import type { Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { ConsentId, EventId, PersonId, TenantId } from "#lib/kernel/id.ts";
import type { Consent } from "./consent.ts";
import type { ConsentReason, HistoryEntry } from "./history.ts";
import { consentEvents } from "./schema.ts";
import { type Snapshot, snapshotOf, snapshotSchema } from "./snapshot.ts";

/** A statement that is written together with others. */
export type Statement = SQL;

interface Consequences {
  /** Statements of which none needs what another one writes. */
  readonly also: readonly Statement[];
  readonly then: Statement | null;
}

/** Event, line of history and what follows, in one round to the database: every act pays for it. */
export async function writeAct(
  tx: Transaction,
  consent: Consent,
  entry: HistoryEntry,
  { appended: { eventId }, statement }: ReturnType<typeof prepareAudit>,
  { also, then }: Consequences,
): Promise<void> {
  const { tenantId, consentId, investorId } = consent;
  const { revision, act, state, at, actorType, actorId, channel, reason } = entry;
  const snapshot = snapshotOf(consent);
  const line = sql`insert into consent_events (tenant_id, consent_id, revision, investor_id, act, state, at,
      actor_type, actor_id, channel, reason, event_id, snapshot)
    values (${tenantId}, ${consentId}, ${revision}, ${investorId}, ${act}, ${state}, ${at.toISOString()}::timestamptz,
      ${actorType}, ${actorId}, ${channel}, ${reason}, ${eventId}, ${snapshot && JSON.stringify(snapshot)}::jsonb)`;
  const parts = [statement, line, ...also].map((each, at) => sql`${sql.raw(`part${at}`)} as (${each})`);
  await tx.execute(sql`with ${sql.join(parts, sql`, `)} select ${then ?? sql`1`}`);
}

export interface RecordedAct {
  readonly entry: HistoryEntry;
  readonly tenantId: TenantId;
  readonly investorId: PersonId;
  readonly eventId: EventId;
  readonly snapshot: Snapshot | null;
}

/** One act with what it left behind. */
export async function findAct(tx: Transaction, consentId: ConsentId, revision: number): Promise<RecordedAct> {
  const [row] = await tx
    .select()
    .from(consentEvents)
    .where(and(eq(consentEvents.consentId, consentId), eq(consentEvents.revision, revision)));
  if (!row) throw new AppError("consent.not_found", { consentId });
  const { tenantId, investorId, eventId } = row;
  const snapshot = row.snapshot === null ? null : snapshotSchema.parse(row.snapshot);
  return { entry: toEntry(row), tenantId, investorId, eventId, snapshot };
}

export async function listHistory(tx: Transaction, consentId: ConsentId): Promise<readonly HistoryEntry[]> {
  const rows = await tx
    .select()
    .from(consentEvents)
    .where(eq(consentEvents.consentId, consentId))
    .orderBy(consentEvents.revision);
  return rows.map(toEntry);
}

/** The same with the audit event of each act. */
export async function listRecordedHistory(
  tx: Transaction,
  consentId: ConsentId,
): Promise<readonly (HistoryEntry & { readonly eventId: EventId })[]> {
  const rows = await tx
    .select()
    .from(consentEvents)
    .where(eq(consentEvents.consentId, consentId))
    .orderBy(consentEvents.revision);
  return rows.map((row) => ({ ...toEntry(row), eventId: row.eventId }));
}

/** How those of the consents ended that did, as far as the actor may read their history. */
export async function listEndings(
  tx: Transaction,
  consentIds: readonly ConsentId[],
): Promise<ReadonlyMap<ConsentId, HistoryEntry>> {
  if (consentIds.length === 0) return new Map();
  const rows = await tx
    .select()
    .from(consentEvents)
    .where(and(inArray(consentEvents.consentId, [...consentIds]), isNotNull(consentEvents.reason)));
  return new Map(rows.map((row) => [row.consentId, toEntry(row)]));
}

function toEntry(row: typeof consentEvents.$inferSelect): HistoryEntry {
  const { revision, act, state, at, actorType, actorId, channel, reason } = row;
  return {
    ...{ revision, act, state, at, actorId, channel },
    actorType: actorType as HistoryEntry["actorType"],
    reason: reason as ConsentReason | null,
  };
}
