import { createHmac } from "node:crypto";

import { type Ledger, ledgerOf } from "../books/ledger.ts";
import { accountsWithin, type Cluster, statusOfConsent } from "../consent.ts";
import type { Consent } from "../consent-model.ts";
import type { CashAccount } from "../family/cash-accounts.ts";
import { dayAt } from "../family/days.ts";
import type { ApiCall } from "./api.ts";
import { formatError, TppError } from "./tpp-error.ts";

/**
 * The consent under which something may be read now. Reads without the person are counted by day and resource;
 * further pages belong to the read that began them.
 */
export function consentForReading(call: ApiCall, resource: string, isFurtherPage = false): Consent {
  if (call.header("consent-id") === null) throw formatError("Consent-ID is needed", "Consent-ID");
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

/** Banks give an account another identifier under each consent; only its IBAN stays. */
export const resourceIdOf = (consent: Consent, account: CashAccount): string =>
  createHmac("sha256", consent.id).update(account.id).digest("base64url").slice(0, 20);

export type AccountKind = "cash" | "card";

export const accountsOfKind = (
  consent: Consent,
  cluster: Cluster,
  kind: AccountKind,
): readonly CashAccount[] =>
  accountsWithin(consent, cluster).filter((account) => (account.kind === "card") === (kind === "card"));

/** The account that a path names. One that the consent does not cover is no different from none. */
export function accountOf(call: ApiCall, consent: Consent, cluster: Cluster, kind: AccountKind): CashAccount {
  const found = accountsOfKind(consent, "accounts", kind).find(
    (account) => resourceIdOf(consent, account) === call.path.accountId,
  );
  if (!found) throw new TppError(404, "RESOURCE_UNKNOWN", "There is no such account");
  if (!accountsOfKind(consent, cluster, kind).includes(found)) {
    throw new TppError(401, "CONSENT_INVALID", `The consent does not cover the account's ${cluster}`);
  }
  return found;
}

const busyVolume = 5;

export const booksOf = (call: ApiCall, account: CashAccount): Ledger =>
  ledgerOf(account, dayAt(call.bank.now()), call.speaks("busy") ? busyVolume : 1);
