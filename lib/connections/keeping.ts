import type { Kept } from "#lib/consent/keep-data.ts";
import type { DataCluster } from "#lib/kernel/data-cluster.ts";
import type { AccountId, ConsentId } from "#lib/kernel/id.ts";
import type { AccountState } from "./connection.ts";
import type { Keeping } from "./minimise.ts";

export interface KnownAccount {
  readonly accountId: AccountId;
  readonly state: AccountState;
  /** The consent that the account's connection reads under. */
  readonly consentId: ConsentId;
}

/** What may be kept of an account whose number and name are needed to tell it from others, and no more of it. */
const toTellApart: Keeping = { from: null, leavesOut: [], namesHolders: false };

/**
 * What may be kept of one kind of data of an account; `null` is nothing. An account that consents cover, or that its
 * investor is asked about, is told by its number and name; who holds it is another matter, which a consent covers or not.
 */
export function keepingOf(
  { accountId, state, consentId }: KnownAccount,
  cluster: DataCluster,
  { accounts, inForce }: Kept,
): Keeping | null {
  const covered = accounts.get(accountId);
  const data = covered?.get(cluster);
  if (data) return { ...data, namesHolders: true };
  if (cluster !== "identity") return null;
  if (covered) return toTellApart;
  const asking = state === "offered" ? inForce.get(consentId) : undefined;
  return asking ? { ...toTellApart, ...asking } : null;
}

/** Taken out of a consent that goes on, an account is one that was not wanted, and can be chosen again. */
export const isTakenAway = (
  { accountId, state, consentId }: KnownAccount,
  { accounts, inForce }: Kept,
): boolean => state === "chosen" && inForce.has(consentId) && !accounts.has(accountId);
