import type { Bank } from "./bank.ts";
import type { AccountReference, Consent, ConsentStatus } from "./consent-model.ts";
import { dayAt, isoOf } from "./family/days.ts";
import { has } from "./logins.ts";
import type { NamedAccount } from "./profile.ts";
import type { Word } from "./script.ts";

const withdrawnAfterMs = 60_000;

export const consentHas = (consent: Consent, word: Word): boolean =>
  consent.script.has(word) || has(consent.login, word);

/** The status at this moment: time ends consents, and some people withdraw theirs after a minute. */
export function statusOfConsent(bank: Bank, consent: Consent): ConsentStatus {
  if (consent.status !== "valid") return consent.status;
  if (consent.validUntil < isoOf(dayAt(bank.now()))) return moveTo(bank, consent, "expired");
  const isWithdrawn =
    consentHas(consent, "revoked") && bank.now() >= (consent.validSince ?? 0) + withdrawnAfterMs;
  return isWithdrawn ? moveTo(bank, consent, "revokedByPsu") : "valid";
}

export function moveTo(bank: Bank, consent: Consent, status: ConsentStatus): ConsentStatus {
  consent.status = status;
  consent.lastActionOn = isoOf(dayAt(bank.now()));
  return status;
}

/** The bank refuses, or the consent holds from now and a person's earlier recurring one silently ends. */
export function concludeConsent(bank: Bank, consent: Consent): void {
  if (consentHas(consent, "refused")) {
    moveTo(bank, consent, "rejected");
    return;
  }
  moveTo(bank, consent, "valid");
  consent.validSince = bank.now();
  if (!consent.recurring) return;
  for (const earlier of bank.consents.values()) {
    const isReplaced = earlier !== consent && earlier.login === consent.login && earlier.recurring;
    if (isReplaced && statusOfConsent(bank, earlier) === "valid") moveTo(bank, earlier, "expired");
  }
}

export type Cluster = "accounts" | "balances" | "transactions";

/** The accounts that may be read of, in the bank's order. */
export function accountsWithin(bank: Bank, consent: Consent, cluster: Cluster): readonly NamedAccount[] {
  const all = consent.login ? bank.accountsOf(consent.login, consent.script) : [];
  const { access } = consent;
  switch (access.kind) {
    case "all":
      return all;
    case "list":
      return cluster === "accounts" ? all : [];
    case "listWithBalances":
      return cluster === "transactions" ? [] : all;
    case "personPicks":
      return all.filter(({ id }) => consent.pickedAccounts.includes(id));
    case "named": {
      // Details of an account come with its balances or its transactions.
      const named =
        cluster === "accounts"
          ? [...access.accounts, ...access.balances, ...access.transactions]
          : access[cluster];
      return all.filter((account) => named.some((reference) => isReferenceTo(account, reference)));
    }
  }
}

export const isWithin = (bank: Bank, consent: Consent, cluster: Cluster, { id }: NamedAccount): boolean =>
  accountsWithin(bank, consent, cluster).some((account) => account.id === id);

function isNumberOf(account: NamedAccount, { iban, maskedPan, bban }: AccountReference): boolean {
  if (iban !== undefined) return account.iban === iban.replaceAll(" ", "");
  if (bban !== undefined) return account.bban === bban;
  return maskedPan !== undefined && account.maskedPan === maskedPan;
}

export const isReferenceTo = (account: NamedAccount, reference: AccountReference): boolean =>
  isNumberOf(account, reference) &&
  (reference.currency === undefined || reference.currency === account.currency);

export const showsOwnerNames = (consent: Consent): boolean =>
  consent.access.kind !== "named" && consent.access.ownerNames;
