import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inSearchTransaction } from "#lib/access/transaction.ts";
import type { ConsentId, PresentationId } from "#lib/kernel/id.ts";
import type { Consent } from "./consent.ts";
import { renderConsentText } from "./consent-text.ts";
import { listPresentationsById, type StoredPresentation } from "./presentation-repository.ts";
import { listConsentsById, listHistories } from "./record-repository.ts";

export type RecordedStep = Awaited<ReturnType<typeof listHistories>>[number];

export interface RecordedConsent {
  readonly consent: Consent;
  /** Every act in its order, with the event that it left. */
  readonly history: readonly RecordedStep[];
}

/** Consents as they are on record, by identifier: what is handed out as evidence of them. */
export async function readConsentRecords(
  ctx: Context,
  consentIds: readonly ConsentId[],
): Promise<readonly RecordedConsent[]> {
  requirePermission(ctx, "consent.readEvidence");
  if (consentIds.length === 0) return [];
  return inSearchTransaction(ctx, async (tx) => {
    const [found, steps] = [await listConsentsById(tx, consentIds), await listHistories(tx, consentIds)];
    const histories = Map.groupBy(steps, ({ consentId }) => consentId);
    return found.map((consent) => ({ consent, history: histories.get(consent.consentId) ?? [] }));
  });
}

export interface RecordedText {
  readonly presentationId: PresentationId;
  /** To the byte as it was shown; `null` where it does not render so any more, which is no evidence of what was shown. */
  readonly text: string | null;
}

/** Texts as they were shown, by the identifier of the showing; one that there is none of is left out. */
export async function readRecordedTexts(
  ctx: Context,
  presentationIds: readonly PresentationId[],
): Promise<readonly RecordedText[]> {
  requirePermission(ctx, "consent.readEvidence");
  if (presentationIds.length === 0) return [];
  const found = await inSearchTransaction(ctx, (tx) => listPresentationsById(tx, presentationIds));
  return found.map((presentation) => ({
    presentationId: presentation.presentationId,
    text: renderedAgain(presentation),
  }));
}

function renderedAgain({ textVersion, locale, textFacts, sha256 }: StoredPresentation): string | null {
  try {
    const rendered = renderConsentText(textVersion, locale, textFacts);
    return rendered.sha256.equals(sha256) ? rendered.text : null;
  } catch {
    // What it was rendered from is not what it was: one such text does not keep back the evidence of all others.
    return null;
  }
}
