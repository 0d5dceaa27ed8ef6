import { and, count, desc, eq, gte, type SQL, sql } from "drizzle-orm";
import type { Transaction } from "#lib/db/database.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import type { Disclosure } from "./disclosure.ts";
import type { Place } from "./place.ts";
import { disclosures } from "./schema.ts";

/** As much of one as the firm's staff may read: nothing of which accounts and kinds. */
export type Reviewed = Omit<Disclosure, "tenantId" | "investorId" | "clusters" | "accountIds">;

export interface ReviewWanted {
  readonly investorId: PersonId;
  readonly from: Date | null;
  readonly viewerId: Disclosure["viewerId"] | null;
  readonly behind: Place | null;
}

const conditions = ({ investorId, from, viewerId, behind }: ReviewWanted): (SQL | undefined)[] => [
  eq(disclosures.investorId, investorId),
  from ? gte(disclosures.at, from) : undefined,
  viewerId ? eq(disclosures.viewerId, viewerId) : undefined,
  behind
    ? sql`(${disclosures.at}, ${disclosures.disclosureId}) <
        (${behind.at.toISOString()}::timestamptz, ${behind.disclosureId})`
    : undefined,
];

/** Of one investor, the newest first. */
export async function listReviewed(
  tx: Transaction,
  wanted: ReviewWanted,
  limit: number,
): Promise<readonly Reviewed[]> {
  const { disclosureId, viewerType, viewerId, what, consentIds, at, eventId } = disclosures;
  return tx
    .select({ disclosureId, viewerType, viewerId, what, consentIds, at, eventId })
    .from(disclosures)
    .where(and(...conditions(wanted)))
    .orderBy(desc(at), desc(disclosureId))
    .limit(limit);
}

export async function countReviewed(tx: Transaction, wanted: ReviewWanted): Promise<number> {
  const [row] = await tx
    .select({ rows: count() })
    .from(disclosures)
    .where(and(...conditions(wanted)));
  return row?.rows ?? 0;
}
