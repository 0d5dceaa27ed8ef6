import { z } from "zod";
import { AppError } from "#lib/kernel/errors.ts";
import type { ConsentId, PersonId, PresentationId } from "#lib/kernel/id.ts";
import { unreachable } from "#lib/kernel/unreachable.ts";
import type { Consent, Offer } from "./consent.ts";
import { accountIdsSchema, type Choice, choose, termsSchema } from "./terms.ts";
import { endOf, presentationLifetimeMs } from "./validity.ts";

/** What a text was shown for: each of them is agreed to as it was shown, or not at all. */
export const presentedFor = ["give", "amend", "renew"] as const;
export type PresentedFor = (typeof presentedFor)[number];

/** One showing of a consent's text to its investor. */
export interface Presentation {
  readonly presentationId: PresentationId;
  readonly consentId: ConsentId;
  readonly investorId: PersonId;
  readonly shownFor: PresentedFor;
  /** The consent's revision that it was shown for; a later one needs another showing. */
  readonly revision: number;
  readonly offer: Offer;
  readonly sha256: Buffer;
  readonly presentedAt: Date;
  readonly acceptedAt: Date | null;
}

const offerSchema = z.strictObject({
  terms: termsSchema,
  accountIds: accountIdsSchema.nullable(),
  validUntil: z.iso.datetime().transform((iso) => new Date(iso)),
});

/** An offer as it was kept, which is as JSON. */
export const parseOffer = (kept: unknown): Offer => offerSchema.parse(kept);

export type OfferChoice = Choice & Partial<Pick<Offer, "accountIds">>;

/** What the investor would agree to, given what they chose. */
export function offerOf(consent: Consent, shownFor: PresentedFor, choice: OfferChoice, now: Date): Offer {
  const { accountIds = consent.accountIds, ...rest } = choice;
  switch (shownFor) {
    case "give": {
      requireAmong(consent.accountIds, accountIds);
      const terms = choose(consent.terms, rest);
      return { terms, accountIds, validUntil: endOf(terms.duration, now) };
    }
    case "amend":
      requireOnly(choice, ["recipients", "clusters", "access", "accountIds"]);
      return { terms: { ...consent.terms, ...rest }, accountIds, validUntil: endOfGiven(consent) };
    case "renew": {
      requireOnly(choice, ["duration"]);
      const terms = { ...consent.terms, ...rest };
      return { terms, accountIds, validUntil: endOf(terms.duration, now) };
    }
    default:
      return unreachable(shownFor);
  }
}

/** When it ends is a matter of renewing, and what it covers of amending. */
function requireOnly(choice: OfferChoice, fields: readonly (keyof OfferChoice)[]): void {
  const other = (Object.keys(choice) as (keyof OfferChoice)[]).find((field) => !fields.includes(field));
  if (other) throw new AppError("consent.terms_invalid", { field: other });
}

/** Accounts that an earlier consent covered can be taken over or left out. Others are chosen once the bank has named them. */
function requireAmong(known: Offer["accountIds"], chosen: Offer["accountIds"]): void {
  if (chosen !== known && !(known && chosen?.every((id) => known.includes(id)))) {
    throw new AppError("consent.terms_invalid", { field: "accountIds" });
  }
}

function endOfGiven(consent: Consent): Date {
  if (consent.state === "given") return consent.validUntil;
  throw new AppError("consent.not_in_force", { consentId: consent.consentId, state: consent.state });
}

/** Agreeing is to exactly these bytes, of this consent as it still is, within the hour. */
export function requireAgreeable(
  presentation: Presentation,
  consent: Consent,
  shownFor: PresentedFor,
  sha256: Buffer,
  now: Date,
): void {
  const isOld = now.getTime() - presentation.presentedAt.getTime() > presentationLifetimeMs;
  const isOther =
    presentation.shownFor !== shownFor ||
    presentation.revision !== consent.revision ||
    presentation.acceptedAt !== null ||
    !presentation.sha256.equals(sha256);
  if (isOld || isOther) {
    throw new AppError("consent.text_outdated", { presentationId: presentation.presentationId });
  }
}
