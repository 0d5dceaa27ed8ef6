import type { Credentials, LinkRequest, PersonPresent, ReturnAddress } from "#lib/aspsp/link-request.ts";
import { scaLifetimeDays } from "#lib/consent/access.ts";
import type { GivenConsent } from "#lib/consent/consent.ts";
import { addDays, dayOf } from "#lib/consent/validity.ts";

interface Asking {
  readonly credentials: Credentials;
  readonly person: PersonPresent;
  readonly returnTo: ReturnAddress | null;
}

/**
 * What the bank is asked for: as often, as long and as much as the consent says, and never longer than the person's
 * confirmation lasts.
 */
export function linkRequestOf(
  { terms: { access, clusters }, validUntil }: GivenConsent,
  { credentials, person, returnTo }: Asking,
  now: Date,
): LinkRequest {
  const confirmedUntil = addDays(now, scaLifetimeDays);
  return {
    ...{ credentials, person, returnTo },
    withHolders: clusters.some(({ cluster }) => cluster === "identity"),
    validUntil: dayOf(validUntil < confirmedUntil ? validUntil : confirmedUntil),
    isRecurring: access.kind === "ongoing",
    readsPerDay: access.kind === "ongoing" ? access.perDay : 1,
  };
}
