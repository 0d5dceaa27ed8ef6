import { and, eq, isNotNull, isNull, sql } from "drizzle-orm";
import type { Transaction } from "#lib/db/database.ts";
import type { ChallengeId, PersonId, SignInRequestId } from "#lib/kernel/id.ts";
import { mailLinks, people, signInRequests } from "./schema.ts";

/** What a passkey is asked for. A challenge for one purpose is no answer to another. */
export type ChallengePurpose = "signIn" | "register" | "confirm";

export async function insertSignInRequest(tx: Transaction, request: typeof signInRequests.$inferInsert) {
  await tx.insert(signInRequests).values(request);
}

/** Takes a request away as it is read, so that it is answered once. */
export async function takeSignInRequest(tx: Transaction, requestId: SignInRequestId) {
  const [request] = await tx
    .delete(signInRequests)
    .where(eq(signInRequests.requestId, requestId))
    .returning();
  return request ?? null;
}

export async function listInvestorsAt(tx: Transaction, emailKey: string) {
  return tx
    .select({ tenantId: people.tenantId, personId: people.personId, locale: people.locale })
    .from(people)
    .where(and(eq(people.emailKey, emailKey), eq(people.role, "investor"), isNull(people.disabledAt)));
}

export async function listDisabledInvestorsAt(tx: Transaction, emailKey: string) {
  return tx
    .select({ tenantId: people.tenantId, personId: people.personId })
    .from(people)
    .where(and(eq(people.emailKey, emailKey), eq(people.role, "investor"), isNotNull(people.disabledAt)));
}

/** Whether an unused link of this person for this origin was made in the last `seconds`. */
export async function hasRecentMailLink(
  tx: Transaction,
  personId: PersonId,
  origin: string,
  seconds: number,
): Promise<boolean> {
  const found = await tx
    .select({ personId: mailLinks.personId })
    .from(mailLinks)
    .where(
      and(
        eq(mailLinks.personId, personId),
        eq(mailLinks.origin, origin),
        isNull(mailLinks.usedAt),
        sql`created_at > now() - make_interval(secs => ${seconds})`,
      ),
    )
    .limit(1);
  return found.length > 0;
}

export async function insertMailLink(tx: Transaction, link: typeof mailLinks.$inferInsert) {
  await tx.insert(mailLinks).values(link);
}

export async function insertChallenge(
  tx: Transaction,
  challengeId: ChallengeId,
  challenge: string,
  purpose: ChallengePurpose,
  personId: PersonId | null,
) {
  await tx.execute(sql`select gate.issue_challenge(${challengeId}, ${challenge}, ${purpose}, ${personId})`);
}

/** Takes a challenge away as it is read: of any number of answers at once, one gets it. */
export async function takeChallenge(
  tx: Transaction,
  challengeId: ChallengeId,
  purpose: ChallengePurpose,
  personId: PersonId | null,
): Promise<string | null> {
  const { rows } = await tx.execute<{ challenge: string | null }>(
    sql`select gate.consume_challenge(${challengeId}, ${purpose}, ${personId}) as challenge`,
  );
  return rows[0]?.challenge ?? null;
}

/** The policies decide what has had its time: `licet_system` sees nothing else of the first four tables. */
export async function purgeExpired(tx: Transaction): Promise<void> {
  await tx.execute(sql`delete from mail_links`);
  await tx.execute(sql`delete from webauthn_challenges`);
  await tx.execute(sql`delete from sessions`);
  await tx.execute(sql`delete from staff_invitations`);
  await tx.execute(sql`delete from sign_in_requests where created_at < now() - interval '1 day'`);
  await tx.execute(sql`delete from rate_windows where window_start < now() - interval '1 day'`);
}
