import type { Context } from "#lib/access/context.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { readConsent } from "./read-consents.ts";
import type { ConsentView } from "./view.ts";
import { type WithdrawConsent, withdrawConsent } from "./withdraw-consent.ts";

/** Withdraws, once: where it had ended before, how it did is the answer. */
export async function withdrawOrFind(ctx: Context, input: WithdrawConsent): Promise<ConsentView["state"]> {
  try {
    await withdrawConsent(ctx, input);
    return "withdrawn";
  } catch (refusal) {
    if (!(refusal instanceof AppError && refusal.code === "consent.not_in_force")) throw refusal;
    return (await readConsent(ctx, input.consentId)).state;
  }
}
