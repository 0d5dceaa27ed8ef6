import { createHmac } from "node:crypto";

import { type Ledger, ledgerOf } from "../books/ledger.ts";
import { restated } from "../books/restated.ts";
import { type Cluster, isWithin } from "../consent.ts";
import type { Consent } from "../consent-model.ts";
import type { CashAccount } from "../family/cash-accounts.ts";
import { dayAt } from "../family/days.ts";
import { cashAccountsOf } from "../retail.ts";
import type { ApiCall } from "./api.ts";
import { TppError } from "./tpp-error.ts";

/** Banks give an account another identifier under each consent; only its IBAN stays. */
export const resourceIdOf = (consent: Consent, account: CashAccount): string =>
  createHmac("sha256", consent.id).update(account.id).digest("base64url").slice(0, 20);

export type AccountKind = "cash" | "card";

export const accountsOfKind = (
  { bank }: ApiCall,
  consent: Consent,
  kind: AccountKind,
): readonly CashAccount[] =>
  (consent.login ? cashAccountsOf(consent.login) : []).filter(
    (account) =>
      (account.kind === "card") === (kind === "card") && isWithin(bank, consent, "accounts", account),
  );

/** The account that a path names. One that the consent does not cover is no different from none. */
export function accountOf(call: ApiCall, consent: Consent, cluster: Cluster, kind: AccountKind): CashAccount {
  const found = accountsOfKind(call, consent, kind).find(
    (account) => resourceIdOf(consent, account) === call.path.accountId,
  );
  if (!found) throw new TppError(404, "RESOURCE_UNKNOWN", "There is no such account");
  if (!isWithin(call.bank, consent, cluster, found)) {
    throw new TppError(401, "CONSENT_INVALID", `The consent does not cover the account's ${cluster}`);
  }
  return found;
}

const busyVolume = 5;

export function booksOf(call: ApiCall, account: CashAccount): Ledger {
  const ledger = ledgerOf(account, dayAt(call.bank.now()), call.speaks("busy") ? busyVolume : 1);
  return call.speaks("restated") ? restated(ledger) : ledger;
}
