import { and, desc, eq, gte, type SQL, sql } from "drizzle-orm";
import { postgresCode, type Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { ConsentId, PersonId } from "#lib/kernel/id.ts";
import type { Disclosure, ViewerType } from "./disclosure.ts";
import type { Place } from "./place.ts";
import { disclosures } from "./schema.ts";

/** When it was is the database's to say. */
export async function insertDisclosure(tx: Transaction, note: Omit<Disclosure, "at">): Promise<void> {
  const { tenantId, disclosureId, investorId, viewerType, viewerId, what, eventId } = note;
  const { consentIds, clusters, accountIds } = note;
  await tx.execute(sql`insert into ${disclosures} (tenant_id, disclosure_id, investor_id, viewer_type, viewer_id, what,
      consent_ids, clusters, account_ids, event_id)
    values (${tenantId}, ${disclosureId}, ${investorId}, ${viewerType}, ${viewerId}, ${what},
      ${sql.param([...consentIds])}, ${sql.param([...clusters])}::data_cluster[], ${sql.param([...accountIds])},
      ${eventId})`);
}

/** Row security refuses a note of a consent that has ended since it was found. */
export const isNoteRefused = (failure: unknown): boolean => postgresCode(failure) === "42501";

export interface Narrowed {
  readonly viewerId: Disclosure["viewerId"] | null;
  readonly consentId: ConsentId | null;
  readonly from: Date | null;
  readonly behind: Place | null;
}

/** What the actor may see, the newest first. */
export async function listDisclosuresSeen(
  tx: Transaction,
  { viewerId, consentId, from, behind }: Narrowed,
  limit: number,
): Promise<readonly Disclosure[]> {
  const narrowed: (SQL | undefined)[] = [
    viewerId ? eq(disclosures.viewerId, viewerId) : undefined,
    consentId ? sql`${disclosures.consentIds} @> ${sql.param([consentId])}` : undefined,
    from ? gte(disclosures.at, from) : undefined,
    behind
      ? sql`(${disclosures.at}, ${disclosures.disclosureId}) <
          (${behind.at.toISOString()}::timestamptz, ${behind.disclosureId})`
      : undefined,
  ];
  return tx
    .select()
    .from(disclosures)
    .where(and(...narrowed))
    .orderBy(desc(disclosures.at), desc(disclosures.disclosureId))
    .limit(limit);
}

/** Everybody who was ever shown something, as far as the list goes back. */
export async function listViewers(
  tx: Transaction,
): Promise<readonly { readonly viewerType: ViewerType; readonly viewerId: Disclosure["viewerId"] }[]> {
  const { viewerType, viewerId } = disclosures;
  return tx.selectDistinct({ viewerType, viewerId }).from(disclosures).orderBy(viewerId);
}

/** What has had its time, over all firms: row security lets nothing younger go. Says how many there were. */
export async function deleteOld(tx: Transaction): Promise<number> {
  const { rowCount } = await tx.execute(sql`delete from ${disclosures}`);
  return rowCount ?? 0;
}

/** Row security lets it happen only to whose records are erased already. */
export async function deleteOf(tx: Transaction, investorId: PersonId): Promise<void> {
  const isTheirs = sql`investor_id = ${investorId}`;
  await tx.execute(sql`delete from ${disclosures} where ${isTheirs}`);
  const { rows } = await tx.execute(sql`select 1 from ${disclosures} where ${isTheirs} limit 1`);
  if (rows.length > 0) throw new AppError("disclosure.records_not_erased", { investorId });
}
