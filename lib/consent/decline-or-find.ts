import type { Context } from "#lib/access/context.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { type DeclineConsent, declineConsent } from "./decline-consent.ts";
import { readConsent } from "./read-consents.ts";
import type { ConsentView } from "./view.ts";

/** Says no, once: where it was answered before, what became of it then is the answer. */
export async function declineOrFind(ctx: Context, input: DeclineConsent): Promise<ConsentView["state"]> {
  try {
    await declineConsent(ctx, input);
    return "declined";
  } catch (refusal) {
    if (!(refusal instanceof AppError && refusal.code === "consent.not_open")) throw refusal;
    return (await readConsent(ctx, input.consentId)).state;
  }
}
