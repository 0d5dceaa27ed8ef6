import { eq } from "drizzle-orm";
import type { Transaction } from "#lib/db/database.ts";
import type { ConsentId, EventId } from "#lib/kernel/id.ts";
import type { Consent } from "./consent.ts";
import type { ConsentReason, HistoryEntry } from "./history.ts";
import { consentEvents } from "./schema.ts";

export async function insertHistory(
  tx: Transaction,
  { tenantId, consentId, investorId }: Consent,
  entry: HistoryEntry,
  eventId: EventId,
): Promise<void> {
  await tx.insert(consentEvents).values({ tenantId, consentId, investorId, ...entry, eventId });
}

export async function listHistory(tx: Transaction, consentId: ConsentId): Promise<readonly HistoryEntry[]> {
  const rows = await tx
    .select()
    .from(consentEvents)
    .where(eq(consentEvents.consentId, consentId))
    .orderBy(consentEvents.revision);
  return rows.map(({ revision, act, state, at, actorType, actorId, channel, reason }) => ({
    ...{ revision, act, state, at, actorId, channel },
    actorType: actorType as HistoryEntry["actorType"],
    reason: reason as ConsentReason | null,
  }));
}
