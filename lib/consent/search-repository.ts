import { and, asc, desc, eq, isNull, or, type SQL, sql } from "drizzle-orm";
import type { Transaction } from "#lib/db/database.ts";
import type { ConsentId, PersonId } from "#lib/kernel/id.ts";
import type { Consent } from "./consent.ts";
import type { Cursor } from "./consent-query.ts";
import type { ConsentQuery, ConsentTab } from "./query-view.ts";
import { toConsent } from "./repository.ts";
import { consents } from "./schema.ts";

const { state, consentId, requestedAt, validUntil, answerBy, endedAt, advisorIds, wholeTeam } = consents;

/** When it ended, or ends, or can no longer be answered. */
const end = sql`coalesce(${endedAt}, ${validUntil}, ${answerBy})`;
const isOver = sql<boolean>`(${endedAt} is not null or ${end} <= clock_timestamp())`;

export interface Criteria extends Pick<ConsentQuery, "tab" | "standing" | "within" | "sort"> {
  readonly advisorId: PersonId | null;
  /** Only these; `null` does not narrow. */
  readonly among: readonly ConsentId[] | null;
  /** Those that name one of the advisors or are one of the consents; `null` does not narrow. */
  readonly anyOf: {
    readonly advisorIds: readonly PersonId[];
    readonly consentIds: readonly ConsentId[];
  } | null;
  readonly after: Cursor | null;
}

/** What the actor may see of it, in order, with where to go on after each. */
export async function searchSeen(
  tx: Transaction,
  criteria: Criteria,
  limit: number,
): Promise<readonly { readonly consent: Consent; readonly cursor: Cursor }[]> {
  const { tab, sort, after } = criteria;
  const key = sort === "asked" ? sql`${requestedAt}` : end;
  const isRising = sort === "end" && tab === "open";
  const order = isRising ? asc : desc;
  const beyond =
    after &&
    sql`(${key}, ${consentId}) ${sql.raw(isRising ? ">" : "<")}
    (${after.at}::timestamptz, ${after.consentId})`;
  const rows = await tx
    .select({
      row: consents,
      at: sql<string>`to_char(${key} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
    })
    .from(consents)
    .where(and(...conditions(criteria), ...(beyond ? [beyond] : [])))
    .orderBy(order(key), order(consentId))
    .limit(limit);
  return rows.map(({ row, at }) => ({
    consent: toConsent(row),
    cursor: { at, consentId: row.consentId },
  }));
}

function conditions({ tab, standing, within, advisorId, among, anyOf }: Criteria): (SQL | undefined)[] {
  return [
    tab === "ended" ? isOver : sql`not ${isOver}`,
    standing ? stands(standing) : undefined,
    within ? isWithin(tab, within) : undefined,
    advisorId ? or(wholeTeam, names([advisorId])) : undefined,
    among ? isAmong(among) : undefined,
    anyOf ? or(names(anyOf.advisorIds), isAmong(anyOf.consentIds)) : undefined,
  ];
}

function stands(standing: NonNullable<ConsentQuery["standing"]>): SQL | undefined {
  switch (standing) {
    case "asked":
      return isNull(validUntil);
    case "inForce":
      return eq(state, "given");
    case "expired":
      return or(eq(state, "expired"), isNull(endedAt));
    default:
      return eq(state, standing);
  }
}

const isWithin = (tab: ConsentTab, days: number): SQL =>
  tab === "open"
    ? sql`${end} <= clock_timestamp() + make_interval(days => ${days})`
    : sql`${end} >= clock_timestamp() - make_interval(days => ${days})`;

const names = (ids: readonly PersonId[]): SQL => sql`${advisorIds} && ${sql.param([...ids])}::text[]`;
const isAmong = (ids: readonly ConsentId[]): SQL => sql`${consentId} = any(${sql.param([...ids])}::text[])`;

export async function countSeen(tx: Transaction): Promise<Readonly<Record<ConsentTab, number>>> {
  const [row] = await tx
    .select({
      open: sql<number>`(count(*) filter (where not ${isOver}))::integer`,
      ended: sql<number>`(count(*) filter (where ${isOver}))::integer`,
    })
    .from(consents);
  return { open: row?.open ?? 0, ended: row?.ended ?? 0 };
}

/** Whom any of the consents that the actor may see names. */
export async function listAdvisorsNamed(tx: Transaction): Promise<ReadonlySet<PersonId>> {
  const { rows } = await tx.execute<{ id: PersonId }>(
    sql`select distinct unnest(${advisorIds}) as id from ${consents}`,
  );
  return new Set(rows.map(({ id }) => id));
}
