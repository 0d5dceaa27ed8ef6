import { and, asc, count, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Transaction } from "#lib/db/database.ts";
import type { ConsentId, PersonId } from "#lib/kernel/id.ts";
import type { Consent } from "./consent.ts";
import { toConsent } from "./repository.ts";
import { consents } from "./schema.ts";

export async function listConsentsById(
  tx: Transaction,
  consentIds: readonly ConsentId[],
): Promise<readonly Consent[]> {
  const rows = await tx
    .select()
    .from(consents)
    .where(inArray(consents.consentId, [...consentIds]))
    .orderBy(asc(consents.consentId));
  return rows.map(toConsent);
}

export async function listOpenNaming(
  tx: Transaction,
  advisorId: PersonId,
  limit: number,
): Promise<{ readonly named: readonly Consent[]; readonly forWholeTeam: number }> {
  const rows = await tx
    .select()
    .from(consents)
    .where(and(isNull(consents.endedAt), sql`${consents.advisorIds} @> array[${advisorId}]`))
    .orderBy(asc(consents.consentId))
    .limit(limit);
  const [team] = await tx
    .select({ n: count() })
    .from(consents)
    .where(and(isNull(consents.endedAt), eq(consents.wholeTeam, true)));
  return { named: rows.map(toConsent), forWholeTeam: team?.n ?? 0 };
}
