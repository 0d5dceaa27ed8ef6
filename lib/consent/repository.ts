import { and, desc, eq, isNull, type SQL, sql } from "drizzle-orm";
import type { Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { ConsentId, PersonId, TenantId } from "#lib/kernel/id.ts";
import type { Consent, EndedConsent, EndedState, GivenConsent, OpenConsent, OpenState } from "./consent.ts";
import { refusingBusy } from "./lock-repository.ts";
import { consents } from "./schema.ts";
import { type Terms, termsSchema } from "./terms.ts";

const clock = sql`to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** The database's time, to the millisecond that we keep, so that no clock but its own decides what is in force. */
export async function databaseNow(tx: Transaction): Promise<Date> {
  const { rows } = await tx.execute<{ now: string }>(sql`select ${clock} as now`);
  return new Date(rows[0]?.now ?? Number.NaN);
}

/** Row security makes another person's or firm's consent indistinguishable from a missing one. */
export async function findConsent(tx: Transaction, consentId: ConsentId): Promise<Consent> {
  const [row] = await tx.select().from(consents).where(eq(consents.consentId, consentId));
  if (!row) throw new AppError("consent.not_found", { consentId });
  return toConsent(row);
}

/**
 * The consent, which nobody else changes until this transaction ends, and the time at which it is so. Rows that point at
 * it can still be written: a job under a hold that this transaction will wait for must not have to wait for it.
 */
export async function lockConsent(
  tx: Transaction,
  consentId: ConsentId,
): Promise<{ consent: Consent; now: Date }> {
  const locked = tx
    .$with("locked")
    .as(tx.select().from(consents).where(eq(consents.consentId, consentId)).for("no key update"));
  // The clock is read from what the lock gave, and so after it.
  const [row] = await refusingBusy({ consentId }, () =>
    tx
      .with(locked)
      .select({ consent: locked._.selectedFields, now: sql<string>`${clock}` })
      .from(locked),
  );
  if (!row) throw new AppError("consent.not_found", { consentId });
  return { consent: toConsent(row.consent), now: new Date(row.now) };
}

/** The newest first, those after `last`. */
export async function listConsentsSeen(
  tx: Transaction,
  limit: number,
  last: Consent | null,
): Promise<readonly Consent[]> {
  const rows = await tx
    .select()
    .from(consents)
    .where(
      last
        ? sql`(${consents.requestedAt}, ${consents.consentId}) < (select c.requested_at, c.consent_id
      from consents c where c.consent_id = ${last.consentId})`
        : undefined,
    )
    .orderBy(desc(consents.requestedAt), desc(consents.consentId))
    .limit(limit);
  return rows.map(toConsent);
}

/** All of one investor that the actor may see, whatever became of them. */
export async function listConsentsOf(tx: Transaction, investorId: PersonId): Promise<readonly Consent[]> {
  const rows = await tx.select().from(consents).where(eq(consents.investorId, investorId));
  return rows.map(toConsent);
}

/** The same of several. */
export async function listConsentsOfAll(
  tx: Transaction,
  investorIds: readonly PersonId[],
): Promise<readonly Consent[]> {
  const rows = await tx
    .select()
    .from(consents)
    .where(sql`${consents.investorId} = any(${sql.param([...investorIds])})`);
  return rows.map(toConsent);
}

export type StandingRow = Pick<
  typeof consents.$inferSelect,
  "investorId" | "state" | "requestedAt" | "answerBy" | "validUntil" | "endedAt"
>;

/** How all that the actor may see stand, without their terms. */
export async function listStandingsSeen(tx: Transaction): Promise<readonly StandingRow[]> {
  const { investorId, state, requestedAt, answerBy, validUntil, endedAt } = consents;
  return tx.select({ investorId, state, requestedAt, answerBy, validUntil, endedAt }).from(consents);
}

/** Of two that take up the same ended consent again, the second is refused. */
export async function insertConsent(tx: Transaction, consent: OpenConsent): Promise<void> {
  const written = await tx
    .insert(consents)
    .values({ ...about(consent), ...changeable(consent) })
    .onConflictDoNothing()
    .returning({ consentId: consents.consentId });
  if (written.length !== 1) throw new AppError("consent.changed", { consentId: consent.consentId });
}

/** The consent that takes up an ended one again and has not ended itself; there is one at the most. */
export async function findSuccessor(tx: Transaction, consentId: ConsentId): Promise<ConsentId | null> {
  const [row] = await tx
    .select({ consentId: consents.consentId })
    .from(consents)
    .where(and(eq(consents.replacesId, consentId), isNull(consents.endedAt)));
  return row?.consentId ?? null;
}

/** Writes only over the revision that the decision was based on. */
export function saveConsent(
  tx: Transaction,
  before: Consent,
  after: OpenConsent | GivenConsent,
): Promise<void> {
  const given =
    after.state === "given"
      ? { givenAt: after.givenAt, confirmedAt: after.confirmedAt, validUntil: after.validUntil }
      : {};
  return save(tx, before, { ...changeable(after), ...given });
}

/**
 * All that an end changes. Without the choice about the data, which is the investor's, it is all that compliance and
 * jobs may write. Waits for requests that are being sent.
 */
export function saveEnd(tx: Transaction, before: Consent, after: EndedConsent): Promise<void> {
  const { state, revision, endedAt, deleteDataNow } = after;
  return save(tx, before, { state, revision, endedAt, ...(deleteDataNow ? { deleteDataNow } : {}) });
}

async function save(
  tx: Transaction,
  { consentId, revision }: Consent,
  values: Partial<typeof consents.$inferInsert>,
): Promise<void> {
  const unchanged = and(eq(consents.consentId, consentId), eq(consents.revision, revision)) as SQL;
  const written = await refusingBusy({ consentId }, () =>
    tx.update(consents).set(values).where(unchanged).returning({ consentId: consents.consentId }),
  );
  if (written.length !== 1) throw new AppError("consent.changed", { consentId });
}

export async function readFirm(
  tx: Transaction,
  tenantId: TenantId,
): Promise<{ readonly name: string; readonly region: string; readonly longestRetentionDays: number }> {
  const { rows } = await tx.execute<{ name: string; region: string; longestRetentionDays: number }>(
    sql`select name, region, longest_retention_days as "longestRetentionDays" from tenants
      where tenant_id = ${tenantId}`,
  );
  if (!rows[0]) throw new AppError("request.not_found");
  return rows[0];
}

function about({ tenantId, consentId, investorId, region, ...consent }: OpenConsent) {
  const { requestedBy, requestedAt, answerBy, replacesId } = consent;
  return { tenantId, consentId, investorId, region, requestedBy, requestedAt, answerBy, replacesId };
}

function changeable({
  state,
  revision,
  terms: { recipients, ...terms },
  accountIds,
}: OpenConsent | GivenConsent) {
  const { wholeTeam, advisorIds, clientIds } = recipients;
  return {
    state,
    revision,
    wholeTeam,
    advisorIds,
    clientIds,
    terms,
    accountIds: accountIds && [...accountIds],
  };
}

export function toConsent(row: typeof consents.$inferSelect): Consent {
  const { tenantId, consentId, investorId, state, revision, region, accountIds } = row;
  const { requestedBy, requestedAt, answerBy, replacesId } = row;
  const base = {
    ...{ tenantId, consentId, investorId, revision, region, accountIds, terms: toTerms(row) },
    ...{ requestedBy, requestedAt, answerBy, replacesId },
  };
  const { givenAt, confirmedAt, validUntil, endedAt } = row;
  const validity = givenAt && confirmedAt && validUntil ? { givenAt, confirmedAt, validUntil } : null;
  if (state === "given" && validity) return { ...base, state, ...validity };
  if (endedAt) {
    const { deleteDataNow } = row;
    return { ...base, state: state as EndedState, endedAt, deleteDataNow, validity };
  }
  return { ...base, state: state as OpenState };
}

function toTerms({ wholeTeam, advisorIds, clientIds, terms }: typeof consents.$inferSelect): Terms {
  return termsSchema.parse({ ...(terms as object), recipients: { wholeTeam, advisorIds, clientIds } });
}
