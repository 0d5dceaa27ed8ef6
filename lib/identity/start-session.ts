import type { PersonActor } from "#lib/access/actor.ts";
import type { Context } from "#lib/access/context.ts";
import { faceOf, type PersonRole } from "#lib/access/roles.ts";
import { becomePerson } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import type { Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { newId, type PersonId, type TenantId } from "#lib/kernel/id.ts";
import type { Locale } from "#lib/kernel/locale.ts";
import type { Secret } from "#lib/kernel/secret.ts";
import { signedIn } from "./audit-events.ts";
import { insertSession, readPersonWithFirm } from "./repository.ts";
import { idleMinutesOf, levelAfter, type SessionLevel, sessionLifetimeMs } from "./session.ts";
import { hashToken, newToken } from "./token.ts";
import type { SignInMethod } from "./view.ts";
import type { Visit } from "./visit.ts";

export interface NewSession {
  readonly token: Secret<string>;
  readonly expiresAt: Date;
  readonly level: SessionLevel;
  readonly role: PersonRole;
  /** The language that the person chose earlier, if they did. */
  readonly locale: Locale | null;
}

interface Proven {
  readonly tenant_id: TenantId;
  readonly person_id: PersonId;
  readonly role: PersonRole;
  /** When the person proved who they are, if not just now: an identity provider may remember them from earlier. */
  readonly provenAt?: Date;
}

/** What of the proof is used up by this sign-in, done as the person before their session begins. */
type UseProof = (ctx: Context<PersonActor>) => Promise<void>;

/**
 * Begins the session of a person whose proof was accepted in this transaction, as that person. The
 * proof is used up, the session is written and the event appended together, or none of it happens.
 */
export async function startSession(
  tx: Transaction,
  ctx: Context,
  proven: Proven,
  method: SignInMethod,
  visit: Visit,
  useProof: UseProof = async () => {},
): Promise<NewSession> {
  if (!visit.faces.includes(faceOf[proven.role])) throw new AppError("auth.forbidden", { role: proven.role });
  const now = ctx.clock.now();
  const level = levelAfter(proven.role, method);
  const authenticatedAt = proven.provenAt && proven.provenAt < now ? proven.provenAt : now;
  const person: PersonActor = {
    type: level === "full" ? proven.role : "pending",
    tenantId: proven.tenant_id,
    personId: proven.person_id,
    sessionId: newId("ses"),
    authenticatedAt,
  };
  const asPerson = await becomePerson(tx, ctx, person);
  await useProof(asPerson);

  const token = newToken();
  const expiresAt = new Date(now.getTime() + sessionLifetimeMs);
  await insertSession(tx, {
    sessionId: person.sessionId,
    tokenHash: hashToken(token),
    method,
    origin: visit.origin,
    device: visit.device,
    startedAt: now,
    authenticatedAt,
    idleMinutes: idleMinutesOf[proven.role],
    expiresAt,
  });
  await appendAudit(tx, asPerson, signedIn({ sessionId: person.sessionId, method, level }));
  const { locale } = (await readPersonWithFirm(tx, person.personId)).person;
  return { token, expiresAt, level, role: proven.role, locale };
}
