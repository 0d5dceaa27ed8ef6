import type { Bank } from "../bank.ts";
import { consentHas } from "../consent.ts";
import type { Authorisation, Consent } from "../consent-model.ts";

export type Links = Record<string, { readonly href: string }>;

export const consentPath = ({ base, id }: Consent): string => `${base}/v1/consents/${id}`;
export const authorisationsPath = (consent: Consent): string => `${consentPath(consent)}/authorisations`;
export const authorisationPath = (consent: Consent, { id }: Authorisation): string =>
  `${authorisationsPath(consent)}/${id}`;

/** Where the person goes: the bank's page, or for OAuth the description of the bank's authorisation server. */
export function pageLinks(bank: Bank, consent: Consent, authorisation: Authorisation): Links {
  const path = authorisationPath(consent, authorisation);
  const errand = { consentId: consent.id, authorisationId: authorisation.id, oauth: null };
  const page: Links = consent.viaOAuth
    ? { scaOAuth: { href: `${bank.apiOrigin}/.well-known/oauth-authorization-server` } }
    : { scaRedirect: { href: `${bank.pageOrigin}/confirm/${bank.tickets.issue(errand)}` } };
  return {
    ...page,
    ...(consentHas(consent, "confirm") ? { confirmation: { href: path } } : {}),
    scaStatus: { href: path },
  };
}

/** How an authorisation begins, told with the new consent. */
export function startLinks(consent: Consent): Links {
  const href = authorisationsPath(consent);
  if (consentHas(consent, "encrypted")) {
    return {
      startAuthorisationWithEncryptedPsuAuthentication: { href },
      aspspCertificates: { href: `${consent.base}/v1/password-keys` },
    };
  }
  const waits = consent.approach === "REDIRECT" || consentHas(consent, "password-later");
  return waits ? { startAuthorisation: { href } } : { startAuthorisationWithPsuAuthentication: { href } };
}

/** What can be done next with an authorisation. */
export function nextLinks(consent: Consent, authorisation: Authorisation): Links {
  const href = authorisationPath(consent, authorisation);
  const scaStatus = { href };
  switch (authorisation.status) {
    case "received":
    case "psuIdentified":
      return consent.approach === "REDIRECT"
        ? { scaStatus }
        : { updatePsuAuthentication: { href }, scaStatus };
    case "psuAuthenticated":
      return { selectAuthenticationMethod: { href }, scaStatus };
    case "started":
      return authorisation.challenge?.method.decoupled
        ? { scaStatus }
        : { authoriseTransaction: { href }, scaStatus };
    case "unconfirmed":
      return { confirmation: { href }, scaStatus };
    default:
      return { scaStatus };
  }
}
