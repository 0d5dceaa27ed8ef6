import type { AccountHoldings, Holdings, Told } from "./holdings.ts";

export interface MergedHoldings {
  readonly holdings: Holdings;
  /** Accounts that two of them have. */
  readonly countedOnce: number;
}

interface Place {
  readonly account: AccountHoldings;
  readonly members: readonly number[];
}

/**
 * What several investors have together. One account that two of them share is there twice, once for each: it is told by
 * its number, where both let it be seen, and counts once. Each kind of its data is as it was told last to any of them.
 */
export function mergeHoldings(several: readonly Holdings[], now: Date): MergedHoldings {
  const places = new Map<string, Place>();
  let countedOnce = 0;
  for (const [member, { accounts }] of several.entries()) {
    for (const account of accounts) {
      const number = numberOf(account);
      const before = number === null ? undefined : places.get(number);
      if (number === null || before?.members.includes(member)) {
        places.set(account.accountId, { account, members: [member] });
        continue;
      }
      if (before) countedOnce += 1;
      const together = before ? mergeAccounts(before.account, account) : account;
      places.set(number, { account: together, members: [...(before?.members ?? []), member] });
    }
  }
  const holdings = {
    accounts: [...places.values()].map(({ account }) => account),
    manualAssets: several.flatMap(({ manualAssets }) => manualAssets),
    hiddenAccounts: several.reduce((sum, one) => sum + one.hiddenAccounts, 0),
    now,
  };
  return { holdings, countedOnce };
}

/** One may let be seen what the other does not, so no kind of data is left out because the other’s copy is newer. */
function mergeAccounts(one: AccountHoldings, other: AccountHoldings): AccountHoldings {
  const [first, second] = toldAt(other) > toldAt(one) ? [other, one] : [one, other];
  return {
    ...first,
    identity: newestOf(first.identity, second.identity),
    balances: newestOf(first.balances, second.balances),
    positions: eitherOf(first.positions, second.positions),
    liabilities: eitherOf(first.liabilities, second.liabilities),
  };
}

const eitherOf = <T>(one: Told<T> | null, other: Told<T> | null): Told<T> | null =>
  one && other ? newestOf(one, other) : (one ?? other);

/** Where neither is known, what was allowed and did not come says more than what was not allowed. */
function newestOf<T>(one: Told<T>, other: Told<T>): Told<T> {
  if (other.kind === "unavailable") {
    const saysMore = one.kind === "unavailable" && one.why === "notConsented";
    return saysMore ? other : one;
  }
  return one.kind === "unavailable" || other.asOf > one.asOf ? other : one;
}

/** The same number in two currencies is two accounts. */
function numberOf({ identity, institutionId, kind, currency }: AccountHoldings): string | null {
  if (identity.kind !== "known") return null;
  const told = new Map<string, string>(identity.records.map(({ fact, value }) => [fact, value]));
  const number = told.get("iban") ?? told.get("bban");
  if (number === undefined) return null;
  return [institutionId, kind, currency ?? "", number.replaceAll(/\s/g, "").toUpperCase()].join(" ");
}

const toldAt = ({ balances, positions, liabilities }: AccountHoldings): number =>
  Math.max(
    ...[balances, positions, liabilities].map((told) => (told?.kind === "known" ? told.asOf.getTime() : 0)),
  );
