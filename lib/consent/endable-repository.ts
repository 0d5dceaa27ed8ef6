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

export async function listNamedOf(
  tx: Transaction,
  personIds: readonly PersonId[],
): Promise<readonly PersonId[]> {
  const ids = sql.param([...personIds]);
  const { rows } = await tx.execute<{ id: PersonId }>(sql`select id from unnest(${ids}::text[]) as asked (id)
    where exists (select from consents c where c.ended_at is null and c.advisor_ids @> array[asked.id])`);
  return rows.map(({ id }) => id);
}
