import { and, desc, eq, inArray, isNotNull, isNull, or, type SQL, sql } from "drizzle-orm";
import type { PgSelect } from "drizzle-orm/pg-core";
import type { Transaction } from "#lib/db/database.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import type { ListPlace } from "#lib/kernel/list-place.ts";
import type { Consent } from "./consent.ts";
import type { FirmCriteria } from "./firm-list-criteria.ts";
import { wholeTeam } from "./firm-list-view.ts";
import { toConsent } from "./repository.ts";
import { consentAdvisors, consents } from "./schema.ts";

const { state, investorId, validUntil, answerBy } = consents;

export interface ListedConsent {
  readonly consent: Consent;
  readonly institutionIds: readonly string[];
  readonly place: ListPlace;
}

/**
 * As far as row security shows them, what was asked for last first. drizzle/data/0043_console_lists.sql has an index in
 * this order for each filter.
 */
export async function listOfFirm(
  tx: Transaction,
  criteria: FirmCriteria,
  limit: number,
): Promise<readonly ListedConsent[]> {
  const { at, id } = orderOf(criteria);
  const { after } = criteria;
  const beyond = after ? sql`(${at}, ${id}) < (${after.at}::timestamptz, ${after.id})` : undefined;
  const rows = await joined(
    tx
      .select({
        row: consents,
        at: sql<string>`to_char(consents.requested_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
        institutionIds: sql<string[]>`array(select distinct x.institution_id from connections x
          where x.tenant_id = consents.tenant_id and x.consent_id = consents.consent_id order by 1)`,
      })
      .from(consents)
      .$dynamic(),
    criteria,
  )
    .where(and(...conditionsOf(criteria), beyond))
    .orderBy(desc(at), desc(id))
    .limit(limit);
  return rows.map(({ row, at, institutionIds }) => ({
    consent: toConsent(row),
    institutionIds,
    place: { at, id: row.consentId },
  }));
}

export async function countOfFirm(tx: Transaction, criteria: FirmCriteria): Promise<number> {
  const counting = tx.select({ count: sql<number>`count(*)::integer` }).from(consents).$dynamic();
  const [row] = await joined(counting, criteria).where(and(...conditionsOf(criteria)));
  return row?.count ?? 0;
}

const isPerson = ({ advisor }: FirmCriteria): boolean => advisor !== null && advisor !== wholeTeam;

/** Where one advisor is looked for, the order is that of the table which says whom a consent names. */
const orderOf = (criteria: FirmCriteria) =>
  isPerson(criteria)
    ? { at: consentAdvisors.requestedAt, id: consentAdvisors.consentId }
    : { at: consents.requestedAt, id: consents.consentId };

function joined<Query extends PgSelect>(query: Query, criteria: FirmCriteria) {
  if (!isPerson(criteria)) return query;
  return query.innerJoin(
    consentAdvisors,
    and(eq(consentAdvisors.tenantId, consents.tenantId), eq(consentAdvisors.consentId, consents.consentId)),
  );
}

function conditionsOf(criteria: FirmCriteria): (SQL | undefined)[] {
  const { advisor, institutionId, standing, from, to } = criteria;
  const { at } = orderOf(criteria);
  return [
    criteria.consentId ? eq(consents.consentId, criteria.consentId) : undefined,
    criteria.investorIds ? isOneOf(criteria.investorIds) : undefined,
    advisor === wholeTeam ? sql`consents.whole_team` : undefined,
    isPerson(criteria) ? eq(consentAdvisors.advisorId, advisor as PersonId) : undefined,
    institutionId
      ? sql`exists (select 1 from connections x where x.tenant_id = consents.tenant_id
          and x.institution_id = ${institutionId} and x.consent_id = consents.consent_id)`
      : undefined,
    standing ? stands(standing) : undefined,
    from ? sql`${at} >= ${from}::date::timestamp at time zone 'UTC'` : undefined,
    to ? sql`${at} < (${to}::date + 1)::timestamp at time zone 'UTC'` : undefined,
  ];
}

const isOneOf = (ids: FirmCriteria["investorIds"] & object): SQL =>
  ids.length === 0 ? sql`false` : inArray(investorId, [...ids]);

/** What has passed its end is over from that moment, whether or not anybody has noted it. */
function stands(standing: NonNullable<FirmCriteria["standing"]>): SQL | undefined {
  const isOpen = inArray(state, ["requested", "presented"]);
  const now = sql`clock_timestamp()`;
  switch (standing) {
    case "asked":
      return and(isOpen, sql`${answerBy} > ${now}`);
    case "inForce":
      return and(eq(state, "given"), sql`${validUntil} > ${now}`);
    case "expired":
      return or(
        eq(state, "expired"),
        and(eq(state, "given"), isNotNull(validUntil), sql`${validUntil} <= ${now}`),
        and(isOpen, isNull(validUntil), sql`${answerBy} <= ${now}`),
      );
    default:
      return eq(state, standing);
  }
}
