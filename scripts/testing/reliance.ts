import type { BankSide } from "#lib/consent/access.ts";
import type { Reliance } from "#lib/consent/while-consented.ts";
import type { AccountId } from "#lib/kernel/id.ts";
import type { TestConsent } from "./consent.ts";

/** A bank's side at which nothing is wrong. */
export const goodBank = (more: Partial<BankSide> = {}): BankSide => ({
  hasCredential: true,
  bankConsentUntil: "none",
  lastScaAt: new Date(),
  unattendedReadsToday: 0,
  hasBeenRead: false,
  isAttended: false,
  region: "eu-nl",
  ...more,
});

/** What a job needs that asks a bank for the balances of the consent's first account. */
export function relianceOn({
  consentId,
  investor,
  accountIds,
}: TestConsent & { readonly accountIds: readonly AccountId[] }): Reliance {
  const accountId = accountIds[0] ?? null;
  const need = { investorId: investor.personId, accountId, cluster: "balances", from: null } as const;
  return { consentId, need, bank: goodBank() };
}
