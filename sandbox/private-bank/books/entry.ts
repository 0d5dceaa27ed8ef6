import type { Day } from "../../bank/family/days.ts";
import type { CustodyAccount } from "../wealth/custody-account.ts";
import type { Instrument } from "../wealth/instrument.ts";
import type { Fixed } from "./fixed.ts";

export type EntryType =
  | "buy"
  | "sell"
  | "subscription"
  | "dividendCash"
  | "dividendReinvestment"
  | "stockSplit"
  | "coupon"
  | "redemption"
  | "receiveFreeOfPayment"
  | "inflowCash"
  | "outflowCash"
  | "fxSpot"
  | "fees"
  | "interestPayment";

export type MovementType =
  | "asset"
  | "cash"
  | "accruedInterest"
  | "brokerageFee"
  | "stampDuty"
  | "withholdingTax"
  | "custodyFee"
  | "valueAddedTax"
  | "reinvestmentAmount"
  | "interest";

/** One thing that an entry moves on one account: units or a nominal of an instrument, or money. */
export interface Movement {
  readonly type: MovementType;
  readonly account: CustodyAccount;
  /** `null` for money, which is in the account's currency. */
  readonly instrument: Instrument | null;
  readonly quantity: Fixed;
  /** For one unit or in per cent. */
  readonly price?: Fixed;
  readonly rate?: ExchangeRate;
}

export interface ExchangeRate {
  readonly from: string;
  readonly to: string;
  readonly value: Fixed;
}

/** One transaction in a relationship's books. It never changes once it is there. */
export interface Entry {
  readonly key: string;
  readonly type: EntryType;
  readonly day: Day;
  readonly valueDay: Day;
  readonly text: string;
  readonly movements: readonly Movement[];
  /** What the holder had when something was paid on it. */
  readonly trigger?: { readonly instrument: Instrument; readonly quantity: Fixed; readonly price?: Fixed };
  readonly exDay?: Day;
  /** The entry that this one takes back. */
  readonly reverses?: string;
  readonly isTrade?: boolean;
}
