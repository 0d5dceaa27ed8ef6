import { and, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { CredentialId } from "#lib/kernel/id.ts";
import type { ListPlace } from "#lib/kernel/list-place.ts";
import type { FirmCriteria } from "./firm-list-criteria.ts";
import { credentials, credentialVersions } from "./schema.ts";

const { credentialId, personId, connectionId, institutionId, region, state, version } = credentials;
const { createdAt, destroyingAt, destroyedAt, lastOpenedAt } = credentials;

const columns = {
  ...{ credentialId, personId, connectionId, institutionId, region, state, version },
  ...{ createdAt, destroyingAt, destroyedAt, lastOpenedAt },
  /** Of the present version. */
  transportKid: sql<string | null>`(select v.transport_kid from credential_versions v
    where v.tenant_id = credentials.tenant_id and v.credential_id = credentials.credential_id
      and v.version = credentials.version)`,
};

export type ListedCredential = Awaited<ReturnType<typeof listOfFirm>>[number];

/**
 * As far as row security shows them, the newest first. drizzle/data/0043_console_lists.sql has an index in this order
 * for each filter.
 */
export async function listOfFirm(tx: Transaction, criteria: FirmCriteria, limit: number) {
  const { after } = criteria;
  const beyond = after
    ? sql`(${createdAt}, ${credentialId}) < (${after.at}::timestamptz, ${after.id})`
    : undefined;
  const rows = await tx
    .select({
      ...columns,
      at: sql<string>`to_char(${createdAt} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
    })
    .from(credentials)
    .where(and(...conditionsOf(criteria), beyond))
    .orderBy(desc(createdAt), desc(credentialId))
    .limit(limit);
  return rows.map(({ at, ...row }) => ({ ...row, place: { at, id: row.credentialId } satisfies ListPlace }));
}

export async function countOfFirm(tx: Transaction, criteria: FirmCriteria): Promise<number> {
  const [row] = await tx
    .select({ count: sql<number>`count(*)::integer` })
    .from(credentials)
    .where(and(...conditionsOf(criteria)));
  return row?.count ?? 0;
}

/** Another firm's is not there. */
export async function findOfFirm(tx: Transaction, id: CredentialId) {
  const [row] = await tx.select(columns).from(credentials).where(eq(credentialId, id));
  if (!row) throw new AppError("vault.credential_not_found", { credentialId: id });
  return row;
}

/** The earliest first. What each holds is another column, which no role of web's may read. */
export async function listVersionsOf(tx: Transaction, id: CredentialId) {
  return tx
    .select({
      version: credentialVersions.version,
      transportKid: credentialVersions.transportKid,
      createdAt: credentialVersions.createdAt,
    })
    .from(credentialVersions)
    .where(eq(credentialVersions.credentialId, id))
    .orderBy(credentialVersions.version);
}

function conditionsOf(criteria: FirmCriteria): (SQL | undefined)[] {
  const { from, to } = criteria;
  return [
    criteria.credentialId ? eq(credentialId, criteria.credentialId) : undefined,
    criteria.investorIds ? isOneOf(criteria.investorIds) : undefined,
    criteria.institutionId ? eq(institutionId, criteria.institutionId) : undefined,
    criteria.state ? eq(state, criteria.state) : undefined,
    from ? sql`${createdAt} >= ${from}::date::timestamp at time zone 'UTC'` : undefined,
    to ? sql`${createdAt} < (${to}::date + 1)::timestamp at time zone 'UTC'` : undefined,
  ];
}

const isOneOf = (ids: FirmCriteria["investorIds"] & object): SQL =>
  ids.length === 0 ? sql`false` : inArray(personId, [...ids]);
