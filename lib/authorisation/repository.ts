import { createHash } from "node:crypto";
import { and, desc, eq, inArray, isNull, sql } from "drizzle-orm";
import type { ChallengeImage } from "#lib/aspsp/dialog.ts";
import type { PersonPresent } from "#lib/aspsp/link-request.ts";
import { postgresCode, type Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { AuthorisationId, ConnectionId, PersonId, TenantId } from "#lib/kernel/id.ts";
import { answerKeySchema } from "./answer-key.ts";
import type { Authorisation, AuthorisationFailure, ScaStatus } from "./authorisation.ts";
import { authorisationChannel } from "./channel.ts";
import type { ShownStep } from "./keep-dialogs.ts";
import { type Question, questionSchema, wayOf } from "./question.ts";
import { authorisations, challengeImages } from "./schema.ts";
import type { AnswerKeyView } from "./view.ts";

/** Whose process leads a dialog, and where it takes answers, as `host:port`. */
export interface DialogWorker {
  readonly workerId: string;
  readonly address: string;
}

export type EndedAuthorisation = Extract<Authorisation, { status: "finalised" | "exempted" | "failed" }>;

/** One attempt as its investor's transaction reads it. */
export interface AuthorisationRow {
  readonly authorisationId: AuthorisationId;
  readonly connectionId: ConnectionId;
  readonly status: ScaStatus;
  readonly step: number;
  readonly question: Question | null;
  readonly answerKey: AnswerKeyView | null;
  readonly expiresAt: Date | null;
  readonly workerAddress: string | null;
  readonly reason: AuthorisationFailure | null;
  readonly message: string | null;
  readonly retryAfterSeconds: number | null;
  readonly begunAt: Date;
  readonly hasImage: boolean;
}

const isLive = isNull(authorisations.endedAt);
const is = (authorisationId: AuthorisationId) => eq(authorisations.authorisationId, authorisationId);
/** What a bank's page brings back is compared by its hash, so that the row is of no use to who reads it. */
const hashOf = (returnState: string): Buffer => createHash("sha256").update(returnState).digest();

export interface NewAuthorisation {
  readonly tenantId: TenantId;
  readonly authorisationId: AuthorisationId;
  readonly connectionId: ConnectionId;
  readonly investorId: PersonId;
  readonly person: PersonPresent;
  readonly begunAt: Date;
}

/** By name, because the default of a column that the role may not give is the database's to fill. */
export async function insertRow(tx: Transaction, { person, ...row }: NewAuthorisation): Promise<void> {
  try {
    await tx.execute(sql`insert into authorisations (tenant_id, authorisation_id, connection_id, investor_id, status,
        step, person_address, person_agent, person_language, begun_at)
      values (${row.tenantId}, ${row.authorisationId}, ${row.connectionId}, ${row.investorId}, 'received', 0,
        ${person.ipAddress}, ${person.userAgent?.slice(0, 512) || null}, ${person.language}, ${row.begunAt})`);
  } catch (cause) {
    if (postgresCode(cause) !== uniqueViolation) throw cause;
    throw new AppError("authorisation.already_running", { connectionId: row.connectionId }, { cause });
  }
}
const uniqueViolation = "23505";

/** One winner: whoever comes second, or again, finds it claimed. */
export async function claimRow(
  tx: Transaction,
  authorisationId: AuthorisationId,
  { workerId, address }: DialogWorker,
  returnState: string,
) {
  const [row] = await tx
    .update(authorisations)
    .set({ workerId, workerAddress: address, returnHash: hashOf(returnState), changedAt: databaseClock })
    .where(
      and(
        is(authorisationId),
        isLive,
        eq(authorisations.status, "received"),
        isNull(authorisations.workerId),
      ),
    )
    .returning({
      connectionId: authorisations.connectionId,
      investorId: authorisations.investorId,
      ...present,
    });
  return row && { connectionId: row.connectionId, investorId: row.investorId, person: toPerson(row) };
}

const databaseClock = sql`clock_timestamp()`;
const present = {
  personAddress: authorisations.personAddress,
  personAgent: authorisations.personAgent,
  personLanguage: authorisations.personLanguage,
};

interface PersonColumns {
  readonly personAddress: string | null;
  readonly personAgent: string | null;
  readonly personLanguage: string | null;
}

const toPerson = (row: PersonColumns): PersonPresent | null =>
  row.personAddress === null
    ? null
    : { ipAddress: row.personAddress, userAgent: row.personAgent, language: row.personLanguage };

/** Where it is no longer this worker's to ask anything, nothing is written and `false` is the answer. */
export async function saveStep(
  tx: Transaction,
  authorisationId: AuthorisationId,
  workerId: string,
  { asked, key, image }: ShownStep,
): Promise<boolean> {
  const status = asked.question.kind === "chooseMethod" ? "psuAuthenticated" : "started";
  const [row] = await tx
    .update(authorisations)
    .set({
      ...{ status, step: asked.step, question: asked.question, answerKey: key, expiresAt: asked.expiresAt },
      // A choice that is offered again leaves the way that was chosen before.
      method: wayOf(asked.question) ?? sql`${authorisations.method}`,
      askedAt: sql`coalesce(${authorisations.askedAt}, ${databaseClock})`,
      changedAt: databaseClock,
    })
    .where(
      and(
        is(authorisationId),
        isLive,
        eq(authorisations.workerId, workerId),
        sql`${authorisations.step} < ${asked.step}`,
      ),
    )
    .returning({ tenantId: authorisations.tenantId, investorId: authorisations.investorId });
  if (!row) return false;
  await replaceImage(tx, { ...row, authorisationId, step: asked.step }, image);
  await notify(tx, authorisationId);
  return true;
}

interface ImagePlace {
  readonly tenantId: TenantId;
  readonly authorisationId: AuthorisationId;
  readonly step: number;
  readonly investorId: PersonId;
}

async function replaceImage(tx: Transaction, place: ImagePlace, image: ChallengeImage | null): Promise<void> {
  await deleteImage(tx, place.authorisationId);
  if (!image) return;
  const { mediaType, bytes } = image;
  await tx.insert(challengeImages).values({ ...place, mediaType, bytes: Buffer.from(bytes) });
}

const deleteImage = (tx: Transaction, authorisationId: AuthorisationId) =>
  tx.delete(challengeImages).where(eq(challengeImages.authorisationId, authorisationId));

/** It leaves with the commit, and is lost with whoever does not listen just then. */
const notify = (tx: Transaction, authorisationId: AuthorisationId) =>
  tx.execute(sql`select pg_notify(${authorisationChannel}, ${authorisationId})`);

/** Ends what is still live, for its own worker alone if one is named, and says how many steps it took. */
export async function saveEnd(
  tx: Transaction,
  authorisationId: AuthorisationId,
  end: EndedAuthorisation,
  workerId: string | null,
): Promise<{ readonly steps: number } | null> {
  const hasFailed = end.status === "failed";
  const [row] = await tx
    .update(authorisations)
    .set({
      status: end.status,
      endedAt: end.at,
      reason: hasFailed ? end.reason : null,
      message: hasFailed ? end.message : null,
      retryAfterSeconds: hasFailed ? end.retryAfterSeconds : null,
      ...{ question: null, answerKey: null, expiresAt: null, returnHash: null },
      ...{ personAgent: null, personLanguage: null, ...(hasFailed ? { personAddress: null } : {}) },
      changedAt: databaseClock,
    })
    .where(
      and(is(authorisationId), isLive, workerId === null ? undefined : eq(authorisations.workerId, workerId)),
    )
    .returning({ steps: authorisations.step });
  if (!row) return null;
  await deleteImage(tx, authorisationId);
  await notify(tx, authorisationId);
  return row;
}

export async function readPerson(
  tx: Transaction,
  authorisationId: AuthorisationId,
): Promise<PersonPresent | null> {
  const [row] = await tx.select(present).from(authorisations).where(is(authorisationId));
  return row ? toPerson(row) : null;
}

export async function clearPerson(tx: Transaction, authorisationId: AuthorisationId): Promise<void> {
  await tx.update(authorisations).set({ personAddress: null }).where(is(authorisationId));
}

/** Row security makes another's indistinguishable from none. */
const columns = {
  authorisationId: authorisations.authorisationId,
  connectionId: authorisations.connectionId,
  status: authorisations.status,
  step: authorisations.step,
  question: authorisations.question,
  answerKey: authorisations.answerKey,
  expiresAt: authorisations.expiresAt,
  workerAddress: authorisations.workerAddress,
  reason: authorisations.reason,
  message: authorisations.message,
  retryAfterSeconds: authorisations.retryAfterSeconds,
  begunAt: authorisations.begunAt,
  hasImage: sql<boolean>`exists (select 1 from ${challengeImages} i where i.tenant_id = authorisations.tenant_id
    and i.authorisation_id = authorisations.authorisation_id and i.step = authorisations.step)`,
};

interface StoredRow extends Omit<AuthorisationRow, "question" | "answerKey" | "reason"> {
  readonly question: unknown;
  readonly answerKey: unknown;
  readonly reason: string | null;
}

const toRow = (row: StoredRow): AuthorisationRow => ({
  ...row,
  question: row.question === null ? null : questionSchema.parse(row.question),
  answerKey: row.answerKey === null ? null : answerKeySchema.parse(row.answerKey),
  reason: row.reason as AuthorisationFailure | null,
});

export async function findRow(
  tx: Transaction,
  authorisationId: AuthorisationId,
): Promise<AuthorisationRow | null> {
  const [row] = await tx.select(columns).from(authorisations).where(is(authorisationId));
  return row ? toRow(row) : null;
}

/** The one that goes on, else the last that ended. */
export async function findLatest(
  tx: Transaction,
  connectionId: ConnectionId,
): Promise<AuthorisationRow | null> {
  const [row] = await tx
    .select(columns)
    .from(authorisations)
    .where(eq(authorisations.connectionId, connectionId))
    .orderBy(sql`${authorisations.endedAt} is not null`, desc(authorisations.begunAt))
    .limit(1);
  return row ? toRow(row) : null;
}

export async function findByReturnState(
  tx: Transaction,
  returnState: string,
): Promise<AuthorisationRow | null> {
  const [row] = await tx
    .select(columns)
    .from(authorisations)
    .where(and(eq(authorisations.returnHash, hashOf(returnState)), isLive));
  return row ? toRow(row) : null;
}

export async function listLive(tx: Transaction, connectionIds: readonly ConnectionId[]) {
  if (connectionIds.length === 0) return [];
  return tx
    .select({ connectionId: authorisations.connectionId, authorisationId: authorisations.authorisationId })
    .from(authorisations)
    .where(and(inArray(authorisations.connectionId, [...connectionIds]), isLive));
}

export async function findImage(
  tx: Transaction,
  authorisationId: AuthorisationId,
  step: number,
): Promise<ChallengeImage | null> {
  const { mediaType, bytes } = challengeImages;
  const [row] = await tx
    .select({ mediaType, bytes })
    .from(challengeImages)
    .where(and(eq(challengeImages.authorisationId, authorisationId), eq(challengeImages.step, step)));
  return row ?? null;
}
