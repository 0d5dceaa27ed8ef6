import { type Day, monthOf, nextWorkday } from "../../bank/family/days.ts";
import { rateOf } from "../../bank/family/habits.ts";
import type { CustodyAccount } from "../wealth/custody-account.ts";
import type { Instrument } from "../wealth/instrument.ts";
import type { Relationship } from "../wealth/plan.ts";
import type { Entry, Movement, MovementType } from "./entry.ts";
import { type Fixed, fixed, times } from "./fixed.ts";

/** Money for a purchase is exchanged in whole lots of this. */
const exchangeLot = fixed(5_000);
const settlementDays = 2;

/** A relationship's books while they are written, day after day. */
export interface Draft {
  readonly relation: Relationship;
  readonly entries: readonly Entry[];
  held(account: CustodyAccount, instrument: Instrument): Fixed;
  balance(currency: string): Fixed;
  cash(currency: string): CustodyAccount;
  add(entry: Entry): void;
  /** Sees to it that so much of a currency is there; `false` where the relationship has not got it. */
  afford(currency: string, amount: Fixed, day: Day, key: string): boolean;
}

export const settledOn = (day: Day): Day => nextWorkday(day + settlementDays);

export const positionKey = (account: CustodyAccount, instrument: Instrument | null): string =>
  `${account.id} ${instrument?.key ?? "cash"}`;

export function createDraft(relation: Relationship): Draft {
  const entries: Entry[] = [];
  const quantities = new Map<string, Fixed>();
  const cash = (currency: string): CustodyAccount => {
    const found = relation.accounts.find((one) => one.kind === "cash" && one.currency === currency);
    if (!found) throw new Error(`${relation.key} has no account in ${currency}`);
    return found;
  };
  const quantity = (account: CustodyAccount, instrument: Instrument | null): Fixed =>
    quantities.get(positionKey(account, instrument)) ?? 0n;

  const draft: Draft = {
    relation,
    entries,
    cash,
    held: quantity,
    balance: (currency) => quantity(cash(currency), null),
    add(entry) {
      entries.push(entry);
      for (const { account, instrument, quantity: moved } of entry.movements) {
        quantities.set(positionKey(account, instrument), quantity(account, instrument) + moved);
      }
    },
    afford(currency, amount, day, key) {
      const lacking = amount - draft.balance(currency);
      if (lacking <= 0n) return true;
      const entry = currency === relation.currency ? null : exchange(draft, currency, lacking, day, key);
      if (entry) draft.add(entry);
      return entry !== null;
    },
  };
  return draft;
}

/** Buys what is lacking with the relationship's own currency. */
function exchange(draft: Draft, currency: string, lacking: Fixed, day: Day, key: string): Entry | null {
  const { relation } = draft;
  const lots = (lacking + exchangeLot - 1n) / exchangeLot;
  const bought = lots * exchangeLot;
  const value = rateOf(currency, relation.currency, monthOf(day));
  const paid = times(bought, value);
  if (paid > draft.balance(relation.currency)) return null;
  const rate = { from: currency, to: relation.currency, value };
  return {
    key: `${key}-fx`,
    type: "fxSpot",
    day,
    valueDay: settledOn(day),
    text: `Exchange ${relation.currency} into ${currency}`,
    isTrade: true,
    movements: [
      { ...money(draft, relation.currency, "cash", -paid), rate },
      { ...money(draft, currency, "cash", bought), rate },
    ],
  };
}

export const money = (draft: Draft, currency: string, type: MovementType, amount: Fixed): Movement => ({
  type,
  account: draft.cash(currency),
  instrument: null,
  quantity: amount,
});

export const asset = (
  account: CustodyAccount,
  instrument: Instrument,
  quantity: Fixed,
  price?: Fixed,
): Movement => ({
  type: "asset",
  account,
  instrument,
  quantity,
  ...(price === undefined ? {} : { price }),
});
