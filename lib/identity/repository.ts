import { and, desc, eq, isNull, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { PersonActor } from "#lib/access/actor.ts";
import type { PersonRole } from "#lib/access/roles.ts";
import { postgresCode, type Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { idSchema, type PasskeyId, type PersonId, type SessionId } from "#lib/kernel/id.ts";
import type { Locale } from "#lib/kernel/locale.ts";
import type { Secret } from "#lib/kernel/secret.ts";
import { mailLinks, passkeys, people, sessions, tenants } from "./schema.ts";
import { hashToken } from "./token.ts";

export async function readPersonWithFirm(tx: Transaction, personId: PersonId) {
  const [row] = await tx
    .select({ person: people, firm: tenants })
    .from(people)
    .innerJoin(tenants, eq(tenants.tenantId, people.tenantId))
    .where(eq(people.personId, personId));
  if (!row) throw new AppError("identity.person_not_found", { personId });
  return row;
}

/** Row security makes another tenant's person indistinguishable from a missing one. */
export async function lockPerson(tx: Transaction, personId: PersonId) {
  const [row] = await tx.select().from(people).where(eq(people.personId, personId)).for("update");
  if (!row) throw new AppError("identity.person_not_found", { personId });
  return row;
}

/** The same for who only reads. */
export async function findPerson(tx: Transaction, personId: PersonId) {
  const [row] = await tx.select().from(people).where(eq(people.personId, personId));
  if (!row) throw new AppError("identity.person_not_found", { personId });
  return row;
}

/** What `gate.refuse_erased` raises (drizzle/data/0032_erasure.sql). */
const erasedCode = "LIC02";
/** What `gate.keep_an_admin` raises (drizzle/data/0045_staff.sql). */
export const lastAdminCode = "LIC03";

/** Writes only if the person is still in the state that the decision was based on. Who was erased stays so. */
export async function saveDisabledAt(
  tx: Transaction,
  before: { personId: PersonId; disabledAt: Date | null },
  disabledAt: Date | null,
) {
  const written = await tx
    .update(people)
    .set({ disabledAt })
    .where(
      and(
        eq(people.personId, before.personId),
        disabledAt ? isNull(people.disabledAt) : sql`${people.disabledAt} is not null`,
      ),
    )
    .returning({ personId: people.personId })
    .catch((cause: unknown) => {
      const { personId } = before;
      const code = postgresCode(cause);
      if (code === erasedCode) throw new AppError("identity.person_erased", { personId }, { cause });
      if (code === lastAdminCode) throw new AppError("identity.last_admin", { personId }, { cause });
      throw cause;
    });
  if (written.length !== 1) throw new AppError("identity.person_changed", { personId: before.personId });
}

export async function saveLocale(tx: Transaction, personId: PersonId, locale: Locale) {
  await tx.update(people).set({ locale }).where(eq(people.personId, personId));
}

/** Those of one role who can sign in. */
export async function listPresent(tx: Transaction, role: PersonRole) {
  return tx
    .select({ name: people.name, email: people.email, locale: people.locale })
    .from(people)
    .where(and(eq(people.role, role), isNull(people.disabledAt)))
    .orderBy(people.personId);
}

/** Takes name, address and every way to sign in out of the row that an erasure was begun for. */
export async function blankPerson(tx: Transaction, personId: PersonId, at: Date): Promise<void> {
  await tx.execute(sql`select gate.erase_person(${personId}, ${at.toISOString()}::timestamptz)`);
}

/** Everybody the acting role may see. */
export async function listPeople(tx: Transaction) {
  return tx.select().from(people).orderBy(people.role, people.name);
}

const moment = z.coerce.date();
const signInRow = z.object({ person_id: idSchema("per"), at: moment });

/** When each person of the acting person's firm last signed in; who never did is not in it. */
export async function readLastSignIns(tx: Transaction): Promise<ReadonlyMap<PersonId, Date>> {
  const { rows } = await tx.execute(sql`select * from gate.last_sign_ins()`);
  return new Map(rows.map((row) => signInRow.parse(row)).map(({ person_id, at }) => [person_id, at]));
}

/** The gate settles for itself what the sign-in is worth, and refuses a caller who takes it for more. */
export async function insertSession(
  tx: Transaction,
  session: Omit<typeof sessions.$inferInsert, "tenantId" | "personId" | "level" | "lastSeenAt" | "endedAt">,
): Promise<void> {
  await tx.execute(sql`select gate.begin_session(${session.sessionId}, ${session.tokenHash}, ${session.method},
    ${session.origin}, ${session.device ?? null}, ${session.startedAt}, ${session.authenticatedAt},
    ${session.idleMinutes}, ${session.expiresAt})`);
}

/** By the database's clock, as the gate judges it. */
export async function isSessionRunning(tx: Transaction, sessionId: SessionId): Promise<boolean> {
  const { rows } = await tx.execute(sql`select 1 from sessions s
    join people p on p.tenant_id = s.tenant_id and p.person_id = s.person_id
    where s.session_id = ${sessionId} and s.ended_at is null and s.expires_at > now()
      and s.last_seen_at + make_interval(mins => s.idle_minutes) > now() and p.disabled_at is null`);
  return rows.length > 0;
}

export async function listRunningSessions(tx: Transaction, personId: PersonId) {
  const { sessionId, device, method, startedAt, lastSeenAt } = sessions;
  return tx
    .select({ sessionId, device, method, startedAt, lastSeenAt })
    .from(sessions)
    .where(
      and(
        eq(sessions.personId, personId),
        isNull(sessions.endedAt),
        sql`${sessions.expiresAt} > now()`,
        sql`${sessions.lastSeenAt} + make_interval(mins => ${sessions.idleMinutes}) > now()`,
      ),
    )
    .orderBy(desc(sessions.lastSeenAt));
}

/** All that are kept of a person, those that ended too, the newest first. */
export async function listSessionsKept(tx: Transaction, personId: PersonId) {
  const { sessionId, device, method, startedAt, lastSeenAt, endedAt } = sessions;
  return tx
    .select({ sessionId, device, method, startedAt, lastSeenAt, endedAt })
    .from(sessions)
    .where(eq(sessions.personId, personId))
    .orderBy(desc(sessions.startedAt), desc(sessionId));
}

/** Ends one running session of the acting person; `false` where there is none of that identifier. */
export async function endOwnSession(tx: Transaction, sessionId: SessionId, at: Date): Promise<boolean> {
  return (await ended(tx, sql`gate.end_session(${sessionId}, ${at})`)) === 1;
}

/** Ends all running sessions of the acting person but one; returns how many. */
export async function endOwnSessionsExcept(tx: Transaction, kept: SessionId, at: Date): Promise<number> {
  return ended(tx, sql`gate.end_other_sessions(${kept}, ${at})`);
}

/** Ends all running sessions of a person of the acting administrator's firm; returns how many. */
export async function endSessionsOf(tx: Transaction, personId: PersonId, at: Date): Promise<number> {
  return ended(tx, sql`gate.end_sessions_of(${personId}, ${at})`);
}

async function ended(tx: Transaction, call: SQL): Promise<number> {
  const { rows } = await tx.execute<{ count: number }>(sql`select ${call} as count`);
  return rows[0]?.count ?? 0;
}

/** A session that a passkey strengthened in this transaction goes on under a new secret; the old one is dead at the commit. */
export async function renewSession(
  tx: Transaction,
  { sessionId }: PersonActor,
  passkeyId: PasskeyId,
  token: Secret<string>,
  at: Date,
): Promise<Date> {
  const { rows } = await tx.execute<{ expires_at: unknown }>(
    sql`select gate.renew_session(${sessionId}, ${passkeyId}, ${hashToken(token)}, ${at}) as expires_at`,
  );
  if (!rows[0]?.expires_at) throw new AppError("auth.session_expired", { sessionId });
  return moment.parse(rows[0].expires_at);
}

export async function touchSession(tx: Transaction, sessionId: SessionId, at: Date) {
  await tx.execute(sql`select gate.touch_session(${sessionId}, ${at})`);
}

/** Uses a link up. Of any number of clicks at once, one finds it unused. */
export async function useMailLink(tx: Transaction, token: Secret<string>, at: Date) {
  const used = await tx
    .update(mailLinks)
    .set({ usedAt: at })
    .where(and(eq(mailLinks.tokenHash, hashToken(token)), isNull(mailLinks.usedAt)))
    .returning({ personId: mailLinks.personId });
  if (used.length !== 1) throw new AppError("auth.link_invalid");
}

export async function listPasskeysOf(tx: Transaction, personId: PersonId) {
  return tx.select().from(passkeys).where(eq(passkeys.personId, personId)).orderBy(passkeys.createdAt);
}

/**
 * Makes those who add or remove passkeys of one person take turns until their transactions end, so that rules about
 * the first one and the last one hold. Not a row lock: a pending person has no right to lock any row of theirs.
 */
export async function lockPasskeysOf(tx: Transaction, personId: PersonId): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`passkeys ${personId}`}, 0))`);
}

/** A credential that is known already, to whomever, is refused like any other wrong answer. */
export async function insertPasskey(tx: Transaction, passkey: typeof passkeys.$inferInsert) {
  const written = await tx
    .insert(passkeys)
    .values(passkey)
    .onConflictDoNothing()
    .returning({ passkeyId: passkeys.passkeyId });
  if (written.length !== 1) throw new AppError("auth.passkey_rejected");
}

export async function deletePasskey(
  tx: Transaction,
  personId: PersonId,
  passkeyId: PasskeyId,
): Promise<void> {
  const removed = await tx
    .delete(passkeys)
    .where(and(eq(passkeys.passkeyId, passkeyId), eq(passkeys.personId, personId)))
    .returning({ passkeyId: passkeys.passkeyId });
  if (removed.length !== 1) throw new AppError("identity.passkey_not_found", { passkeyId });
}

/** A counter that does not grow means a copied authenticator; zero means that it keeps none (WebAuthn Level 3, 6.1.1). */
export async function recordPasskeyUse(tx: Transaction, passkeyId: PasskeyId, signCount: number, at: Date) {
  const written = await tx
    .update(passkeys)
    .set({ signCount, lastUsedAt: at })
    .where(
      and(
        eq(passkeys.passkeyId, passkeyId),
        sql`(${passkeys.signCount} = 0 or ${passkeys.signCount} < ${signCount})`,
      ),
    )
    .returning({ passkeyId: passkeys.passkeyId });
  if (written.length !== 1) throw new AppError("auth.passkey_rejected", { passkeyId });
}
