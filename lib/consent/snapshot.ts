import { z } from "zod";
import { type Consent, consentStates, type EndedConsent, type GivenConsent } from "./consent.ts";
import { accountIdsSchema, termsSchema } from "./terms.ts";

const moment = z.iso.datetime();

/** A consent as one act left it, kept with the act: what its receipt says stays true whatever comes after. */
export const snapshotSchema = z.strictObject({
  state: z.enum(consentStates),
  terms: termsSchema,
  accountIds: accountIdsSchema.nullable(),
  region: z.string(),
  givenAt: moment,
  validUntil: moment,
  endedAt: moment.nullable(),
  /** Acts from before this could be chosen kept the data for as long as was agreed to. */
  deleteDataNow: z.boolean().default(false),
});
export type Snapshot = z.output<typeof snapshotSchema>;

type OnceGiven = GivenConsent | (EndedConsent & { readonly validity: NonNullable<EndedConsent["validity"]> });

/** What was asked for and never given is no consent yet. */
export function wasGiven(consent: Consent): consent is OnceGiven {
  return consent.state === "given" || ("validity" in consent && consent.validity !== null);
}

export function snapshotOf(consent: Consent): Snapshot | null {
  if (!wasGiven(consent)) return null;
  const { state, terms, accountIds, region } = consent;
  const { givenAt, validUntil } = "validity" in consent ? consent.validity : consent;
  return {
    ...{ state, terms, accountIds: accountIds && [...accountIds], region },
    givenAt: givenAt.toISOString(),
    validUntil: validUntil.toISOString(),
    endedAt: "endedAt" in consent ? consent.endedAt.toISOString() : null,
    deleteDataNow: "endedAt" in consent && consent.deleteDataNow,
  };
}
