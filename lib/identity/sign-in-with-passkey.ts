import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { noteDisabled } from "./note-disabled.ts";
import { disabledPasskeyHolderOf, passkeyHolderOf } from "./proof-repository.ts";
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

type Proof = Omit<
  NonNullable<Awaited<ReturnType<typeof disabledPasskeyHolderOf>>>,
  "tenant_id" | "person_id"
>;

/** Somebody who was disabled is refused like a passkey that nobody knows, and their firm reads that they tried. */
async function answerWithPasskey(ctx: Context, visit: Visit, input: FinishPasskey): Promise<NewSession> {
  const challenge = await inTransaction(ctx, (tx) => consumeChallenge(tx, input.challengeId, "signIn", null));
  const verify = ({ public_key: publicKey, sign_count: signCount, transports }: Proof) =>
    verifyAuthentication(visit, input.response, challenge, { publicKey, signCount, transports });

  const session = await inTransaction(ctx, async (tx) => {
    const holder = await passkeyHolderOf(tx, input.response.id);
    if (!holder) return null;
    const signCount = await verify(holder);
    return startSession(tx, ctx, holder, "passkey", visit, async () => {
      await recordPasskeyUse(tx, holder.passkey_id, signCount, ctx.clock.now());
    });
  });
  if (session) return session;
  await noteDisabled(ctx, "passkey", async (tx) => {
    const disabled = await disabledPasskeyHolderOf(tx, input.response.id);
    if (disabled) await verify(disabled);
    return disabled;
  });
  throw new AppError("auth.passkey_rejected");
}
