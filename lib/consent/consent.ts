import { AppError } from "#lib/kernel/errors.ts";
import type { AccountId, ClientId, ConsentId, PersonId, TenantId } from "#lib/kernel/id.ts";
import { mostAccounts, type Terms } from "./terms.ts";
import { addMonths, longestMonths } from "./validity.ts";

export const consentStates = [
  "requested",
  "presented",
  "given",
  "declined",
  "expired",
  "withdrawn",
  "terminated",
  "revokedAtBank",
] as const;
export type ConsentState = (typeof consentStates)[number];

/** Where each state may go. An empty row is an end: what follows it is another consent. */
export const consentTransitions = {
  requested: ["presented", "declined", "expired", "terminated"],
  presented: ["given", "declined", "expired", "terminated"],
  given: ["expired", "withdrawn", "terminated", "revokedAtBank"],
  declined: [],
  expired: [],
  withdrawn: [],
  terminated: [],
  revokedAtBank: [],
} as const satisfies Record<ConsentState, readonly ConsentState[]>;

export type OpenState = "requested" | "presented";
export type EndedState = Exclude<ConsentState, OpenState | "given">;

interface About {
  readonly tenantId: TenantId;
  readonly consentId: ConsentId;
  readonly investorId: PersonId;
  /** Counts every change; what was decided on one revision is written over that one only. */
  readonly revision: number;
  readonly terms: Terms;
  /** `null` while none were chosen; then nothing is visible to anybody. */
  readonly accountIds: readonly AccountId[] | null;
  readonly region: string;
  readonly requestedBy: PersonId | ClientId;
  readonly requestedAt: Date;
  readonly answerBy: Date;
  /** The ended consent that this one takes up again. */
  readonly replacesId: ConsentId | null;
}

export interface OpenConsent extends About {
  readonly state: OpenState;
}

export interface GivenConsent extends About {
  readonly state: "given";
  readonly givenAt: Date;
  /** When it was given or last renewed: the cap counts from here. */
  readonly confirmedAt: Date;
  readonly validUntil: Date;
}

export interface EndedConsent extends About {
  readonly state: EndedState;
  readonly endedAt: Date;
  /** The investor's choice at a withdrawal: the data goes with the consent and not after the time agreed to. */
  readonly deleteDataNow: boolean;
  /** `null` where it was never given. */
  readonly validity: Pick<GivenConsent, "givenAt" | "confirmedAt" | "validUntil"> | null;
}

export type Consent = OpenConsent | GivenConsent | EndedConsent;

/** What the investor was shown and agrees to. */
export interface Offer {
  readonly terms: Terms;
  readonly accountIds: readonly AccountId[] | null;
  readonly validUntil: Date;
}

export function canMove(from: ConsentState, to: ConsentState): boolean {
  return (consentTransitions[from] as readonly ConsentState[]).includes(to);
}

/** The first showing is a step; further ones change nothing. */
export function present(consent: Consent, at: Date): OpenConsent {
  const open = requireOpen(consent);
  if (open.answerBy <= at) throw notOpen(consent);
  return open.state === "presented" ? open : { ...open, state: "presented", revision: open.revision + 1 };
}

/** Effective from `at`, with exactly the end that was shown. */
export function give(consent: Consent, offer: Offer, at: Date): GivenConsent {
  const open = requireOpen(consent);
  if (!canMove(open.state, "given") || open.answerBy <= at) throw notOpen(consent);
  requireEnd(offer.validUntil, at);
  return { ...open, ...offer, state: "given", revision: open.revision + 1, givenAt: at, confirmedAt: at };
}

export function decline(consent: Consent, at: Date): EndedConsent {
  return end(requireOpen(consent), "declined", at);
}

/** Changes what it covers; when it ends stays. */
export function amend(consent: Consent, offer: Offer, at: Date): GivenConsent {
  const given = requireInForce(consent, at);
  return { ...given, terms: offer.terms, accountIds: offer.accountIds, revision: given.revision + 1 };
}

/** Moves the end, with no moment between in which nothing is covered. */
export function renew(consent: Consent, offer: Offer, at: Date): GivenConsent {
  const given = requireInForce(consent, at);
  requireEnd(offer.validUntil, at);
  const { terms, validUntil } = offer;
  return { ...given, terms, validUntil, confirmedAt: at, revision: given.revision + 1 };
}

/**
 * Adds accounts that a bank has named to those that it covers: each bank that is linked brings its own. To take one
 * away is an amendment.
 */
export function chooseAccounts(consent: Consent, accountIds: readonly AccountId[], at: Date): GivenConsent {
  const given = requireInForce(consent, at);
  const before = given.accountIds ?? [];
  const added = accountIds.filter((id) => !before.includes(id));
  if (added.length === 0) throw new AppError("consent.accounts_chosen", { consentId: given.consentId });
  const together = [...before, ...added];
  if (together.length > mostAccounts) throw new AppError("consent.terms_invalid", { field: "accountIds" });
  return { ...given, accountIds: together, revision: given.revision + 1 };
}

export function withdraw(consent: Consent, at: Date, deleteDataNow = false): EndedConsent {
  return { ...end(requireGiven(consent), "withdrawn", at), deleteDataNow };
}

export function terminate(consent: Consent, at: Date): EndedConsent {
  return end(consent, "terminated", at);
}

export function revokeAtBank(consent: Consent, at: Date): EndedConsent {
  return end(requireGiven(consent), "revokedAtBank", at);
}

/** Refuses before its time, so that no clock but the caller's decides. */
export function expire(consent: Consent, at: Date): EndedConsent {
  const until = consent.state === "given" ? consent.validUntil : consent.answerBy;
  if (until > at)
    throw new AppError("consent.changed", { consentId: consent.consentId, state: consent.state });
  return end(consent, "expired", at);
}

/** What an ended consent was about, for a new one. Compliance's termination is not undone by asking again. */
export function reEstablish(consent: Consent): Pick<EndedConsent, "terms" | "accountIds" | "consentId"> {
  if (!("endedAt" in consent) || consent.state === "terminated") {
    throw new AppError("consent.not_re_establishable", {
      consentId: consent.consentId,
      state: consent.state,
    });
  }
  const { terms, accountIds, consentId } = consent;
  return { terms, accountIds, consentId };
}

function end(consent: Consent, state: EndedState, at: Date): EndedConsent {
  if (!canMove(consent.state, state)) throw notInForce(consent);
  const { tenantId, consentId, investorId, terms, accountIds, region } = consent;
  const { requestedBy, requestedAt, answerBy, replacesId } = consent;
  const about = { tenantId, consentId, investorId, terms, accountIds, region };
  const request = { requestedBy, requestedAt, answerBy, replacesId };
  return {
    ...about,
    ...request,
    state,
    revision: consent.revision + 1,
    endedAt: at,
    deleteDataNow: false,
    validity: validityOf(consent),
  };
}

function validityOf(consent: Consent): EndedConsent["validity"] {
  if (consent.state !== "given") return null;
  const { givenAt, confirmedAt, validUntil } = consent;
  return { givenAt, confirmedAt, validUntil };
}

function requireOpen(consent: Consent): OpenConsent {
  if (consent.state === "requested" || consent.state === "presented") return consent as OpenConsent;
  throw notOpen(consent);
}

function requireGiven(consent: Consent): GivenConsent {
  if (consent.state === "given") return consent as GivenConsent;
  throw notInForce(consent);
}

/** Given and not past its end, whether or not the job that closes it has come by. */
export function requireInForce(consent: Consent, at: Date): GivenConsent {
  const given = requireGiven(consent);
  if (given.validUntil <= at) throw notInForce(consent);
  return given;
}

function requireEnd(validUntil: Date, at: Date): void {
  if (validUntil <= at || validUntil > addMonths(at, longestMonths)) {
    throw new AppError("consent.terms_invalid", { field: "validUntil" });
  }
}

const notOpen = ({ consentId, state }: Consent) => new AppError("consent.not_open", { consentId, state });
const notInForce = ({ consentId, state }: Consent) =>
  new AppError("consent.not_in_force", { consentId, state });
