import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { Agreement } from "./agree.ts";
import { amendConsentWithin } from "./amend-consent.ts";
import { giveConsentWithin } from "./give-consent.ts";
import type { PresentedFor } from "./presentation.ts";
import { findShownFor } from "./presentation-repository.ts";
import { readShowing } from "./read-showing.ts";
import { renewConsentWithin } from "./renew-consent.ts";

/** `outdated`: it has to be shown anew. `over`: the consent can no longer be answered or changed. */
export interface Agreed {
  readonly outcome: "agreed" | "outdated" | "over";
  readonly shownFor: PresentedFor;
}

const acts = { give: giveConsentWithin, amend: amendConsentWithin, renew: renewConsentWithin } as const;

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
  requirePermission(ctx, "consent.decide");
  try {
    return await inTransaction(ctx, async (tx) => {
      const shownFor = await findShownFor(tx, agreement);
      await acts[shownFor](tx, ctx, agreement);
      return { outcome: "agreed", shownFor };
    });
  } catch (refusal) {
    const outcome = refusal instanceof AppError ? outcomes[refusal.code] : undefined;
    if (!outcome) throw refusal;
    const { shownFor, isAccepted, sha256 } = await readShowing(ctx, agreement);
    return { outcome: isAccepted && sha256 === agreement.sha256 ? "agreed" : outcome, shownFor };
  }
}
