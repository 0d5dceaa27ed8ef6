import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { passkeyHolderOf } from "./proof-repository.ts";
import { refusingSignIn } from "./refusing-sign-in.ts";
import { recordPasskeyUse } from "./repository.ts";
import { safeNextPath } from "./session.ts";
import { countingRefusals, limitStart } from "./sign-in-limits.ts";
import { type NewSession, startSession } from "./start-session.ts";
import type { Visit } from "./visit.ts";
import {
  authenticationAnswer,
  challengeIdSchema,
  consumeChallenge,
  issueAuthentication,
  verifyAuthentication,
} from "./webauthn.ts";

export const FinishPasskey = z.strictObject({
  challengeId: challengeIdSchema,
  response: authenticationAnswer,
  next: z.string().max(512).nullable().transform(safeNextPath),
});
export type FinishPasskey = z.output<typeof FinishPasskey>;

/** A challenge that any passkey registered here may answer. It names nobody, so it tells nothing of anybody. */
export async function beginPasskeySignIn(ctx: Context, visit: Visit) {
  requirePermission(ctx, "signIn.attempt");
  await limitStart(ctx, visit);
  return inTransaction(ctx, (tx) => issueAuthentication(tx, visit, "signIn", null));
}

/** Signs in the person whose passkey answered. User verification makes it possession and knowledge or inherence at once. */
export async function finishPasskeySignIn(
  ctx: Context,
  visit: Visit,
  input: FinishPasskey,
): Promise<NewSession> {
  requirePermission(ctx, "signIn.attempt");
  return countingRefusals(ctx, visit, () =>
    refusingSignIn(ctx, "passkey", () => answerWithPasskey(ctx, visit, input)),
  );
}

async function answerWithPasskey(ctx: Context, visit: Visit, input: FinishPasskey): Promise<NewSession> {
  const challenge = await inTransaction(ctx, (tx) => consumeChallenge(tx, input.challengeId, "signIn", null));
  return inTransaction(ctx, async (tx) => {
    const holder = await passkeyHolderOf(tx, input.response.id);
    if (!holder) throw new AppError("auth.passkey_rejected");
    const signCount = await verifyAuthentication(visit, input.response, challenge, {
      publicKey: holder.public_key,
      signCount: holder.sign_count,
      transports: holder.transports,
    });
    return startSession(tx, ctx, holder, "passkey", visit, async () => {
      await recordPasskeyUse(tx, holder.passkey_id, signCount, ctx.clock.now());
    });
  });
}
