import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { idSchema } from "#lib/kernel/id.ts";
import type { ShowingView } from "./answer-view.ts";
import type { Consent } from "./consent.ts";
import { viewConsents } from "./consent-views.ts";
import { type Presentation, requireAgreeable } from "./presentation.ts";
import { findPresentation } from "./presentation-repository.ts";
import { toShownText } from "./read-consent-evidence.ts";
import { databaseNow, findConsent } from "./repository.ts";

export const ReadShowing = z.strictObject({ consentId: idSchema("con"), presentationId: idSchema("cpr") });
export type ReadShowing = z.output<typeof ReadShowing>;

/** One showing of this consent to its own investor, word for word, with what it would make of the consent. */
export async function readShowing(
  ctx: Context,
  { consentId, presentationId }: ReadShowing,
): Promise<ShowingView> {
  requirePermission(ctx, "consent.decide");
  return inTransaction(ctx, async (tx) => {
    const consent = await findConsent(tx, consentId);
    const shown = await findPresentation(tx, presentationId);
    if (shown.consentId !== consentId) throw new AppError("consent.not_found", { presentationId });
    const { text, sha256 } = toShownText(shown);
    const [before, after] = await viewConsents(tx, ctx, [consent, agreedTo(consent, shown)]);
    if (!before || !after) throw new Error(`${consentId} has no view`);
    return {
      ...{ presentationId, shownFor: shown.shownFor, locale: shown.locale, before, after },
      ...{ text, sha256 },
      isAgreeable: isAgreeable(shown, consent, await databaseNow(tx)),
      isAccepted: shown.acceptedAt !== null,
    };
  });
}

function agreedTo(consent: Consent, { offer, presentedAt }: Presentation): Consent {
  const { tenantId, consentId, investorId, revision, region, replacesId } = consent;
  const { requestedBy, requestedAt, answerBy } = consent;
  const givenAt = consent.state === "given" ? consent.givenAt : presentedAt;
  return {
    ...{ tenantId, consentId, investorId, revision, region, replacesId, requestedBy, requestedAt, answerBy },
    ...{ ...offer, state: "given", givenAt, confirmedAt: presentedAt },
  };
}

function isAgreeable(shown: Presentation, consent: Consent, now: Date): boolean {
  try {
    requireAgreeable(shown, consent, shown.shownFor, shown.sha256, now);
    return true;
  } catch (refusal) {
    if (refusal instanceof AppError && refusal.code === "consent.text_outdated") return false;
    throw refusal;
  }
}
