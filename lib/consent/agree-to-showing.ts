import type { Context } from "#lib/access/context.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { Agreement } from "./agree.ts";
import { amendConsent } from "./amend-consent.ts";
import { giveConsent } from "./give-consent.ts";
import type { PresentedFor } from "./presentation.ts";
import { readShowing } from "./read-showing.ts";
import { renewConsent } from "./renew-consent.ts";

/** `outdated`: it has to be shown anew. `over`: the consent can no longer be answered or changed. */
export interface Agreed {
  readonly outcome: "agreed" | "outdated" | "over";
  readonly shownFor: PresentedFor;
}

const acts = { give: giveConsent, amend: amendConsent, renew: renewConsent } as const;

const outcomes: Readonly<Record<string, Agreed["outcome"]>> = {
  "consent.text_outdated": "outdated",
  "consent.not_open": "over",
  "consent.not_in_force": "over",
};

/**
 * Agrees to a showing for what it was shown for. Agreeing again, by a second press, in another tab or on another device,
 * is answered as the first time and has no effect of its own.
 */
export async function agreeToShowing(ctx: Context, agreement: Agreement): Promise<Agreed> {
  const { shownFor } = await readShowing(ctx, agreement);
  try {
    await acts[shownFor](ctx, agreement);
    return { outcome: "agreed", shownFor };
  } catch (refusal) {
    const outcome = refusal instanceof AppError ? outcomes[refusal.code] : undefined;
    if (!outcome) throw refusal;
    const { isAccepted, sha256 } = await readShowing(ctx, agreement);
    return { outcome: isAccepted && sha256 === agreement.sha256 ? "agreed" : outcome, shownFor };
  }
}
