import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { ConsentId } from "#lib/kernel/id.ts";
import { renderConsentText } from "./consent-text.ts";
import { initiatorOf } from "./history.ts";
import { listHistory } from "./history-repository.ts";
import { listFirmAdvisors } from "./party-repository.ts";
import { listPresentations, type StoredPresentation } from "./presentation-repository.ts";
import { findConsent } from "./repository.ts";
import type { HistoryEntryView, ShownTextView } from "./view.ts";

/** Everything that happened to a consent, in order: what, when, who, by which way and why. */
export async function readConsentHistory(
  ctx: Context,
  consentId: ConsentId,
): Promise<readonly HistoryEntryView[]> {
  requirePermission(ctx, "consent.readEvidence");
  return inTransaction(ctx, async (tx) => {
    await findConsent(tx, consentId);
    const names = new Map((await listFirmAdvisors(tx)).map(({ personId, name }) => [`${personId}`, name]));
    return (await listHistory(tx, consentId)).map((entry) => {
      const { act, state, at, actorId, reason } = entry;
      return {
        ...{ act, state, at: at.toISOString(), ...initiatorOf(entry), actorId, reason },
        actorName: names.get(actorId ?? "") ?? null,
      };
    });
  });
}

/** Every text that was shown of a consent, word for word, the latest first. */
export async function readShownTexts(ctx: Context, consentId: ConsentId): Promise<readonly ShownTextView[]> {
  requirePermission(ctx, "consent.readEvidence");
  const shown = await inTransaction(ctx, async (tx) => {
    await findConsent(tx, consentId);
    return listPresentations(tx, consentId);
  });
  return shown.map(toShownText);
}

/** Rendered again from what was kept. Other bytes than those that were shown are no evidence and are never passed off as such. */
export function toShownText(presentation: StoredPresentation): ShownTextView {
  const { presentationId, shownFor, textVersion: version, locale, textFacts, presentedAt } = presentation;
  const { text, sha256 } = renderConsentText(version, locale, textFacts);
  if (!sha256.equals(presentation.sha256))
    throw new Error(`${presentationId} does not render as it was shown`);
  return {
    ...{ presentationId, shownFor, version, locale, text, sha256: sha256.toString("hex") },
    presentedAt: presentedAt.toISOString(),
    acceptedAt: presentation.acceptedAt?.toISOString() ?? null,
  };
}
