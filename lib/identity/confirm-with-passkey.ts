import type { Context } from "#lib/access/context.ts";
import { requirePerson } from "#lib/access/permissions.ts";
import { takeTurn } from "#lib/access/rate-limit.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { Secret } from "#lib/kernel/secret.ts";
import { secondFactorGiven, steppedUp } from "./audit-events.ts";
import { listPasskeysOf, recordPasskeyUse, renewSession } from "./repository.ts";
import type { FinishPasskey } from "./sign-in-with-passkey.ts";
import { newToken } from "./token.ts";
import type { Visit } from "./visit.ts";
import { consumeChallenge, issueAuthentication, verifyAuthentication } from "./webauthn.ts";

export interface RenewedSession {
  readonly token: Secret<string>;
  readonly expiresAt: Date;
}

/** Why a signed-in person is asked for a passkey: to finish signing in, or to do something that needs a fresh proof. */
const permissionOf = { secondFactor: "secondFactor.give", stepUp: "stepUp.attempt" } as const;
export type ConfirmReason = keyof typeof permissionOf;

const limit = { name: "confirm.person", limit: 20, windowSeconds: 15 * 60 };

export async function beginConfirmation(ctx: Context, visit: Visit, reason: ConfirmReason) {
  const person = requirePerson(ctx, permissionOf[reason]);
  await takeTurn(ctx, limit, person.personId);
  return inTransaction(ctx, async (tx) => {
    const credentials = await listPasskeysOf(tx, person.personId);
    return issueAuthentication(tx, visit, "confirm", { personId: person.personId, credentials });
  });
}

/**
 * The person's own passkey renews their session under a new secret: the old cookie is dead when this
 * returns. For a pending session it is the missing factor.
 */
export async function finishConfirmation(
  ctx: Context,
  visit: Visit,
  reason: ConfirmReason,
  input: FinishPasskey,
): Promise<RenewedSession> {
  const person = requirePerson(ctx, permissionOf[reason]);
  await takeTurn(ctx, limit, person.personId);
  const challenge = await inTransaction(ctx, (tx) =>
    consumeChallenge(tx, input.challengeId, "confirm", person.personId),
  );

  return inTransaction(ctx, async (tx) => {
    const passkey = (await listPasskeysOf(tx, person.personId)).find(
      (one) => one.credentialId === input.response.id,
    );
    if (!passkey) throw new AppError("auth.passkey_rejected");
    const signCount = await verifyAuthentication(visit, input.response, challenge, passkey);
    await recordPasskeyUse(tx, passkey.passkeyId, signCount, ctx.clock.now());
    const facts = { sessionId: person.sessionId, passkeyId: passkey.passkeyId };
    await appendAudit(tx, ctx, reason === "stepUp" ? steppedUp(facts) : secondFactorGiven(facts));
    const token = newToken();
    return { token, expiresAt: await renewSession(tx, person, passkey.passkeyId, token, ctx.clock.now()) };
  });
}
