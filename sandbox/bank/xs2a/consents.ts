import { randomUUID } from "node:crypto";

import type { Route } from "../../http/routes.ts";
import { startAuthorisation } from "../authorisation.ts";
import type { Bank } from "../bank.ts";
import { consentHas, moveTo, statusOfConsent } from "../consent.ts";
import type { Consent } from "../consent-model.ts";
import { dayAt, isoOf } from "../family/days.ts";
import { type ApiAnswer, type ApiCall, api, readJson } from "./api.ts";
import { chooseApproach, judgeApproach, redirectHeader } from "./approach.ts";
import { accessOf, parseConsentRequest } from "./consent-request.ts";
import { consentPath, pageLinks, startLinks } from "./links.ts";
import { formatError, TppError } from "./tpp-error.ts";

const consentsKept = 20_000;

export function consentRoutes(bank: Bank): Route[] {
  return [
    api(bank, "POST", "/consents", createConsent),
    api(bank, "GET", "/consents/:consentId", (call) => {
      const consent = consentOf(call);
      return { status: 200, body: describe(bank, consent) };
    }),
    api(bank, "GET", "/consents/:consentId/status", (call) => ({
      status: 200,
      body: { consentStatus: statusOfConsent(bank, consentOf(call)) },
    })),
    api(bank, "DELETE", "/consents/:consentId", (call) => {
      const consent = consentOf(call);
      if (["received", "valid"].includes(statusOfConsent(bank, consent)))
        moveTo(bank, consent, "terminatedByTpp");
      return { status: 204, body: null };
    }),
  ];
}

/** Another caller's consent would be unknown too; this bank has one caller. */
export function consentOf({ consent }: ApiCall): Consent {
  if (!consent) throw new TppError(403, "CONSENT_UNKNOWN", "There is no such consent");
  return consent;
}

async function createConsent(call: ApiCall): Promise<ApiAnswer> {
  const { bank } = call;
  if (call.header("psu-ip-address") === null) throw formatError("PSU-IP-Address is needed", "PSU-IP-Address");
  if (call.header("psu-id") !== null && call.login === null) {
    throw new TppError(401, "PSU_CREDENTIALS_INVALID", "The bank does not know this user");
  }
  const body = await readJson(call);
  const request = parseConsentRequest(body, bank.now());
  const consent: Consent = {
    id: randomUUID(),
    script: call.script,
    base: call.base,
    login: call.login,
    access: accessOf(request),
    accessAsAsked: (body as { access: object }).access,
    recurring: request.recurringIndicator,
    validUntil: request.validUntil,
    frequencyPerDay: request.frequencyPerDay,
    ...chooseApproach(call),
    redirectUri: redirectHeader(call, "tpp-redirect-uri"),
    nokRedirectUri: redirectHeader(call, "tpp-nok-redirect-uri"),
    status: "received",
    validSince: null,
    lastActionOn: isoOf(dayAt(bank.now())),
    pickedAccounts: [],
    authorisations: [],
    unattendedReads: new Map(),
    deltaMarks: new Map(),
  };
  judgeApproach(consent);
  keep(bank, consent);
  return { status: 201, body: created(call, consent), headers: createdHeaders(call, consent) };
}

function keep(bank: Bank, consent: Consent): void {
  bank.consents.set(consent.id, consent);
  for (const oldest of bank.consents.keys()) {
    if (bank.consents.size <= consentsKept) break;
    bank.consents.delete(oldest);
  }
}

function created(call: ApiCall, consent: Consent): object {
  const path = consentPath(consent);
  const isExplicit =
    consentHas(consent, "explicit") ||
    call.header("tpp-explicit-authorisation-preferred")?.toLowerCase() === "true";
  const startsByItself = consent.approach === "REDIRECT" && !isExplicit;
  return {
    consentStatus: consent.status,
    consentId: consent.id,
    _links: {
      ...(startsByItself ? pageLinks(call.bank, consent, startAuthorisation(consent)) : startLinks(consent)),
      self: { href: path },
      status: { href: `${path}/status` },
    },
  };
}

const createdHeaders = ({ bank }: ApiCall, consent: Consent): Record<string, string> => ({
  location: `${bank.apiOrigin}${consentPath(consent)}`,
  "aspsp-sca-approach": consent.approach,
});

function describe(bank: Bank, consent: Consent): object {
  const consentStatus = statusOfConsent(bank, consent);
  const { readingLink } = bank;
  return {
    access: consent.accessAsAsked,
    recurringIndicator: consent.recurring,
    validUntil: consent.validUntil,
    frequencyPerDay: consent.frequencyPerDay,
    lastActionDate: consent.lastActionOn,
    consentStatus,
    _links:
      consentStatus === "valid" ? { [readingLink.name]: { href: consent.base + readingLink.path } } : {},
  };
}
