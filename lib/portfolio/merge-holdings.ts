import type { AccountHoldings, Holdings } from "./holdings.ts";

export interface MergedHoldings {
  readonly holdings: Holdings;
  /** Accounts that two of them have. */
  readonly countedOnce: number;
}

interface Place {
  readonly account: AccountHoldings;
  readonly member: number;
}

/**
 * What several investors have together. One account that two of them share is there twice, once for each: it is told by
 * its number, where both let it be seen, and counts once, as it was told last.
 */
export function mergeHoldings(several: readonly Holdings[], now: Date): MergedHoldings {
  const places = new Map<string, Place>();
  let countedOnce = 0;
  for (const [member, { accounts }] of several.entries()) {
    for (const account of accounts) {
      const number = numberOf(account);
      const before = number === null ? undefined : places.get(number);
      if (number === null || before?.member === member) {
        places.set(account.accountId, { account, member });
        continue;
      }
      if (before) countedOnce += 1;
      if (!before || toldAt(account) > toldAt(before.account)) places.set(number, { account, member });
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
