import { z } from "zod";
import type { Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { idSchema } from "#lib/kernel/id.ts";
import type { Consent, Offer } from "./consent.ts";
import { type PresentedFor, requireAgreeable } from "./presentation.ts";
import { acceptPresentation } from "./presentation-repository.ts";

/** Which showing is agreed to, with the hash of what the person's page held. */
export const Agreement = z.strictObject({
  consentId: idSchema("con"),
  presentationId: idSchema("cpr"),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type Agreement = z.output<typeof Agreement>;

/**
 * Uses a showing up for what the model decides of its offer. The model is asked first, so that a consent that cannot
 * be given any more says so, and not that its text is old.
 */
export async function agree<After extends Consent>(
  tx: Transaction,
  consent: Consent,
  shownFor: PresentedFor,
  { presentationId, sha256 }: Agreement,
  now: Date,
  decide: (offer: Offer) => After,
): Promise<After> {
  const presentation = await acceptPresentation(tx, presentationId, now);
  if (presentation.consentId !== consent.consentId) {
    throw new AppError("consent.not_found", { presentationId });
  }
  const after = decide(presentation.offer);
  requireAgreeable(presentation, consent, shownFor, Buffer.from(sha256, "hex"), now);
  return after;
}
