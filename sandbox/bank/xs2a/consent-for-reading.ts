import { statusOfConsent } from "../consent.ts";
import type { Consent } from "../consent-model.ts";
import { dayAt } from "../family/days.ts";
import type { ApiCall } from "./api.ts";
import { formatError, TppError } from "./tpp-error.ts";

/**
 * The consent under which something may be read now. Reads without the person are counted by day and resource;
 * further pages belong to the read that began them.
 */
export function consentForReading(call: ApiCall, resource: string, isFurtherPage = false): Consent {
  if (call.header("consent-id") === null) throw formatError("Consent-ID is needed", "Consent-ID");
  return judgeReading(call, resource, isFurtherPage);
}

/** The same, however the consent was named. */
export function judgeReading(call: ApiCall, resource: string, isFurtherPage: boolean): Consent {
  const { bank, consent } = call;
  if (!consent) throw new TppError(403, "CONSENT_UNKNOWN", "There is no such consent");
  if (consent.viaOAuth) judgeToken(call, consent);
  const status = statusOfConsent(bank, consent);
  if (status === "expired") throw new TppError(401, "CONSENT_EXPIRED", "The consent has ended");
  if (status !== "valid") throw new TppError(401, "CONSENT_INVALID", "The consent does not hold");
  if (call.speaks("down-on-read"))
    throw new TppError(503, "SERVICE_UNAVAILABLE", "The bank cannot answer at the moment");
  const isAttended = call.header("psu-ip-address") !== null;
  if (!isAttended && !isFurtherPage) spendRead(call, consent, resource);
  return consent;
}

function spendRead(call: ApiCall, consent: Consent, resource: string): void {
  const key = `${dayAt(call.bank.now())} ${resource}`;
  const spent = consent.unattendedReads.get(key) ?? 0;
  if (spent >= consent.frequencyPerDay || call.speaks("limited")) {
    throw new TppError(429, "ACCESS_EXCEEDED", `${consent.frequencyPerDay} reads a day without the person`);
  }
  consent.unattendedReads.set(key, spent + 1);
}

function judgeToken(call: ApiCall, consent: Consent): void {
  const [, token = ""] = /^Bearer (\S+)$/i.exec(call.header("authorization") ?? "") ?? [];
  switch (call.bank.oauth.judge(token, consent.id)) {
    case "valid":
      return;
    case "expired":
      throw new TppError(401, "TOKEN_EXPIRED", "The access token has ended");
    case "unknown":
      throw new TppError(401, "TOKEN_UNKNOWN", "The access token is not known");
    case "otherConsent":
      throw new TppError(401, "TOKEN_INVALID", "The access token is for another consent");
  }
}
