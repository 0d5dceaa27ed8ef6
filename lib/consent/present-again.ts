import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { Locale } from "#lib/kernel/locale.ts";
import { unreachable } from "#lib/kernel/unreachable.ts";
import { type PresentConsent, presentConsent } from "./present-consent.ts";
import type { Presentation } from "./presentation.ts";
import { findPresentation } from "./presentation-repository.ts";
import type { ReadShowing } from "./read-showing.ts";
import type { PresentationView } from "./view.ts";

export interface PresentAgain extends ReadShowing {
  readonly locale: Locale;
}

/** Shows what was shown once more: the same choice, in another language or with a later end. */
export async function presentAgain(
  ctx: Context,
  { consentId, presentationId, locale }: PresentAgain,
): Promise<PresentationView> {
  requirePermission(ctx, "consent.decide");
  const shown = await inTransaction(ctx, (tx) => findPresentation(tx, presentationId));
  if (shown.consentId !== consentId) throw new AppError("consent.not_found", { presentationId });
  const { shownFor } = shown;
  return presentConsent(ctx, { consentId, shownFor, locale, choice: choiceIn(shown) });
}

function choiceIn({ shownFor, offer: { terms, accountIds } }: Presentation): PresentConsent["choice"] {
  const { recipients, clusters, access, duration } = terms;
  const accounts = accountIds ? { accountIds: [...accountIds] } : {};
  switch (shownFor) {
    case "give":
      return { recipients, clusters, access, duration, ...accounts };
    case "amend":
      return { recipients, clusters, access, ...accounts };
    case "renew":
      return { duration };
    default:
      return unreachable(shownFor);
  }
}
