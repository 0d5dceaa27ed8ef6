import type { Day } from "#lib/aspsp/records.ts";
import type { RecordOf } from "#lib/records/shapes.ts";

type Balance = RecordOf<"balances">;

/** Which of an account's balances is what it holds, from what is booked to what is only expected. */
export const chiefBalanceTypes = ["closingBooked", "interimBooked", "openingBooked", "expected"] as const;
export type ChiefBalanceType = (typeof chiefBalanceTypes)[number];

/**
 * What a custodian calls the total of all it holds, by ISO 15022's qualifiers in a statement of holdings. It stands beside
 * what is held and is no part of it.
 */
export const totalBalanceTypes: readonly string[] = ["HOLS", "HOLP"];

/** A balance that counts, with its type as one of those that can. */
export interface ChiefBalance extends Balance {
  readonly balanceType: ChiefBalanceType;
}

/**
 * Of each currency the one balance that counts, in the order of currencies: the first of the types above that the bank
 * tells, and of several the one of the newest day. What may be spent, credit included, never counts. Two of one type and
 * day that differ contradict each other, and none of them counts.
 */
export function chiefBalances(balances: readonly Balance[]): readonly ChiefBalance[] {
  const currencies = [...new Set(balances.map(({ currency }) => currency))].sort();
  return currencies.flatMap((currency) => chiefOf(balances.filter((one) => one.currency === currency)) ?? []);
}

function chiefOf(balances: readonly Balance[]): ChiefBalance | null {
  for (const balanceType of chiefBalanceTypes) {
    const ofType = balances.filter((one) => one.balanceType === balanceType);
    if (ofType.length === 0) continue;
    const newest = ofType.map(dayOf).sort().at(-1);
    const [first, ...others] = ofType.filter((one) => dayOf(one) === newest);
    const isOne = first !== undefined && others.every(({ amount }) => amount === first.amount);
    return isOne ? { ...first, balanceType } : null;
  }
  return null;
}

/** Without a day it is older than any with one. */
const dayOf = ({ referenceDate }: Balance): Day => referenceDate ?? "";
