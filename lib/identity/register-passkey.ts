import { z } from "zod";
import type { PersonActor } from "#lib/access/actor.ts";
import type { Context } from "#lib/access/context.ts";
import { requireFreshAuthentication, requirePerson } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import type { Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { newId } from "#lib/kernel/id.ts";
import { passkeyAdded, secondFactorGiven } from "./audit-events.ts";
import type { RenewedSession } from "./confirm-with-passkey.ts";
import {
  insertPasskey,
  listPasskeysOf,
  lockPasskeysOf,
  readPersonWithFirm,
  renewSession,
} from "./repository.ts";
import { newToken } from "./token.ts";
import type { Visit } from "./visit.ts";
import {
  challengeIdSchema,
  consumeChallenge,
  issueRegistration,
  registrationAnswer,
  verifyRegistration,
} from "./webauthn.ts";

export const FinishRegistration = z.strictObject({
  challengeId: challengeIdSchema,
  response: registrationAnswer,
  name: z.string().trim().min(1).max(80),
});
export type FinishRegistration = z.output<typeof FinishRegistration>;

const passkeysAtMost = 20;

export async function beginPasskeyRegistration(ctx: Context, visit: Visit) {
  const actor = requireMayRegister(ctx);
  return inTransaction(ctx, async (tx) => {
    const existing = await passkeysIfAllowed(tx, actor);
    const { person } = await readPersonWithFirm(tx, actor.personId);
    return issueRegistration(tx, visit, person, existing);
  });
}

/**
 * Adds a passkey. For staff whose sign-in waits for a second factor and who have none yet, the first
 * one completes the sign-in; the session goes on under a new secret either way.
 */
export async function finishPasskeyRegistration(
  ctx: Context,
  visit: Visit,
  input: FinishRegistration,
): Promise<RenewedSession> {
  const actor = requireMayRegister(ctx);
  const challenge = await inTransaction(ctx, (tx) =>
    consumeChallenge(tx, input.challengeId, "register", actor.personId),
  );
  const credential = await verifyRegistration(visit, input.response, challenge);

  return inTransaction(ctx, async (tx) => {
    await lockPasskeysOf(tx, actor.personId);
    await passkeysIfAllowed(tx, actor);
    const passkeyId = newId("pky");
    await insertPasskey(tx, {
      tenantId: actor.tenantId,
      passkeyId,
      personId: actor.personId,
      name: input.name,
      ...credential,
    });
    await appendAudit(tx, ctx, passkeyAdded({ passkeyId }));
    if (actor.type === "pending") {
      await appendAudit(tx, ctx, secondFactorGiven({ sessionId: actor.sessionId, passkeyId }));
    }
    const token = newToken();
    return { token, expiresAt: await renewSession(tx, actor, passkeyId, token, ctx.clock.now()) };
  });
}

/** Changing how one signs in needs a fresh proof; a pending sign-in is one. */
function requireMayRegister(ctx: Context): PersonActor {
  const actor = requirePerson(ctx, ctx.actor.type === "pending" ? "secondFactor.give" : "ownPasskey.manage");
  requireFreshAuthentication(ctx);
  return actor;
}

/** A stolen identity-provider account must not enrol a passkey beside the owner's: pending sessions enrol the first only. */
async function passkeysIfAllowed(tx: Transaction, actor: PersonActor) {
  const existing = await listPasskeysOf(tx, actor.personId);
  if (actor.type === "pending" && existing.length > 0) throw new AppError("auth.second_factor_required");
  if (existing.length >= passkeysAtMost) throw new AppError("request.invalid", { passkeys: existing.length });
  return existing;
}
