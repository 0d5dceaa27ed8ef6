import type { AspspFailure } from "#lib/aspsp/failure.ts";
import type { AccountKind } from "#lib/aspsp/records.ts";
import type { DataCluster } from "#lib/kernel/data-cluster.ts";
import type { MoneyView } from "#lib/kernel/money.ts";
import type { EntryKind } from "#lib/valuation/entry-kind.ts";
import type { Mark, MissingReason } from "./figure.ts";
import type { ManualAssetKind } from "./holdings.ts";

/** What a conversion was made by: `to = from × value`. */
export interface RateView {
  readonly from: string;
  readonly to: string;
  readonly value: string;
  readonly day: string;
  readonly isStale: boolean;
}

export interface MissingView {
  readonly reason: MissingReason;
  readonly accountId: string | null;
  readonly what: string | null;
  /** The day on which it is needed, where there is one. */
  readonly day?: string;
  /** Where a whole kind of data of the account is not there. */
  readonly data?: DataCluster;
}

export type FigureView =
  | {
      readonly kind: "known";
      readonly value: MoneyView;
      /** The oldest of what it is made of. */
      readonly asOf: string;
      readonly marks: readonly Mark[];
      readonly rates: readonly RateView[];
      /** The accounts it is from. */
      readonly accountIds: readonly string[];
    }
  | { readonly kind: "unavailable"; readonly missing: readonly MissingView[] };

/** A sum. It is of what is known, and says what is not in it; unavailable where nothing of it is known. */
export interface TotalView {
  readonly figure: FigureView;
  readonly missing: readonly MissingView[];
}

export const dimensions = ["custodian", "account", "class", "currency", "region", "issuer"] as const;
export type Dimension = (typeof dimensions)[number];

export const assetClasses = [
  "cash",
  "equity",
  "bond",
  "fund",
  "structured",
  "derivative",
  "commodity",
  "crypto",
  "property",
  "art",
  "privateEquity",
  "other",
  "notTold",
] as const;
export type AssetClass = (typeof assetClasses)[number];

/** One part of what is owned, in one way of dividing it. Debts are in none. */
export interface PartView {
  /**
   * An institution, an account or manual asset, a class, a currency, an ISO 3166 country, or an issuer, which for money
   * is the institution. `null` is what nobody told, and among custodians what no bank keeps.
   */
  readonly key: string | null;
  readonly value: TotalView;
  /** Of all that is owned and known, in per cent with two decimals; `null` where the part or the whole is not known. */
  readonly weight: string | null;
}

/** What the custodian tells beside what its other figures come to. */
export interface ReconciliationView {
  /** Its total beside its positions and money; or its market values beside quantity times price of the same positions. */
  readonly by: "total" | "prices";
  readonly told: MoneyView;
  readonly summed: FigureView;
  /** `null` where the sum is not known. */
  readonly difference: MoneyView | null;
}

/** How one kind of data of an account stands. */
export interface DataStateView {
  readonly data: DataCluster;
  /** `null` where it is known. */
  readonly why: "notConsented" | "notRead" | "failed" | null;
  readonly asOf: string | null;
  readonly isStale: boolean;
  readonly hasFailedSince: boolean;
  /** What the last attempt came to, where it failed. */
  readonly failure: AspspFailure | null;
}

export interface WealthAccountView {
  readonly id: string;
  readonly institutionId: string;
  readonly kind: AccountKind;
  readonly currency: string | null;
  /** As the bank calls it; `null` where it is not told or not shared. */
  readonly name: string | null;
  readonly product: string | null;
  readonly maskedNumber: string | null;
  /** How many people the bank names as holders; `null` where it is not known. */
  readonly holders: number | null;
  /** The part that counts, 0 to 1. */
  readonly share: string | null;
  /** In the currency that everything is reckoned in, with the share; a debt is negative. */
  readonly value: TotalView;
  /** In the bank's own currencies, whole. */
  readonly own: readonly MoneyView[];
  readonly reconciliations: readonly ReconciliationView[];
  readonly weight: string | null;
  readonly data: readonly DataStateView[];
}

/** What is held of one instrument in one account. */
export interface HeldView {
  readonly accountId: string;
  /** Where it stands among the account's positions. */
  readonly place: number;
  readonly quantity: string;
  readonly isNominal: boolean;
  readonly price:
    | { readonly kind: "amount"; readonly amount: MoneyView }
    | { readonly kind: "percent"; readonly of: string }
    | null;
  readonly priceDay: string | null;
  /** As the bank says, without accrued interest. */
  readonly marketValue: MoneyView | null;
  readonly accruedInterest: MoneyView | null;
  /** What it was bought for; unknown stays unknown. */
  readonly cost: FigureView;
  /** Market value less cost, in the position's currency. */
  readonly gain: FigureView;
  /** Market value less quantity times price, where both are told and more than a hundredth lies between them. */
  readonly difference: MoneyView | null;
  /** With accrued interest and the account's share, in what everything is reckoned in. A debt is negative. */
  readonly value: FigureView;
}

/** One instrument over all accounts: the same ISIN is one. */
export interface InstrumentView {
  readonly key: string;
  readonly isin: string | null;
  readonly identification: string | null;
  readonly name: string | null;
  readonly class: AssetClass;
  readonly currency: string | null;
  /** ISO 3166, from the ISIN: where it was numbered. */
  readonly country: string | null;
  /** The sum, where all are counted in the same way. */
  readonly quantity: string | null;
  readonly value: TotalView;
  readonly weight: string | null;
  readonly held: readonly HeldView[];
}

export interface ManualAssetView {
  readonly id: string;
  readonly kind: ManualAssetKind;
  readonly name: string;
  readonly share: string | null;
  readonly valuedOn: string;
  readonly own: MoneyView;
  readonly value: FigureView;
}

/** One investor's wealth, as far as its viewer may see it. */
export interface WealthView {
  /** ISO 4217: what everything is reckoned in. */
  readonly base: string;
  readonly at: string;
  readonly netWorth: TotalView;
  /** All but cards, loans and what custodians lend; an overdrawn account and a short position are in it with a minus. */
  readonly owned: TotalView;
  /** Negative. */
  readonly owed: TotalView;
  readonly parts: Readonly<Record<Dimension, readonly PartView[]>>;
  /** The largest first; what is not known last. */
  readonly accounts: readonly WealthAccountView[];
  readonly instruments: readonly InstrumentView[];
  readonly manualAssets: readonly ManualAssetView[];
  /** Accounts that this viewer is not shown at all. */
  readonly hiddenAccounts: number;
  /** Who publishes the rates. */
  readonly rateSource: string;
}

/** One day of a line over time. A day of which anything is not known has no value and is a gap. */
export interface SeriesPointView {
  readonly day: string;
  readonly value: string | null;
  /** Where it is a gap: what of it is known, `null` where nothing is. It is never drawn as the whole. */
  readonly part: string | null;
}

export interface SeriesView {
  readonly base: string;
  readonly points: readonly SeriesPointView[];
  /** Accounts that are not in it, and why. */
  readonly missing: readonly MissingView[];
  /** The first day of which everything is known; `null` where there is none. */
  readonly since: string | null;
}

export type RateOfReturnView =
  | {
      readonly kind: "known";
      /** Over the whole period, as a fraction: 0.0512 is 5.12 %. */
      readonly value: string;
      /** The same for one year; `null` for less than a year, which is never stretched to one. */
      readonly perYear: string | null;
      /** A value between the flows was not known, or a flow was inferred. */
      readonly isEstimated: boolean;
      /** Days on which nothing was invested: they have no return, and what comes after starts anew. */
      readonly withoutCapital: readonly DaySpanView[];
    }
  | { readonly kind: "unavailable"; readonly missing: readonly MissingView[] }
  /** Time-weighted only: at no time was anything invested that a return could be on. */
  | { readonly kind: "noCapital" }
  /** Money-weighted only: the flows have no rate, or several. */
  | { readonly kind: "noSolution" }
  | { readonly kind: "severalSolutions"; readonly values: readonly string[] };

/** Days, the first and the last of them included. */
export interface DaySpanView {
  readonly from: string;
  readonly to: string;
}

/** How the investments did in a period. */
export interface PerformanceView {
  readonly base: string;
  /** The first day that counts: it begins with what there was at the end of the day before. */
  readonly from: string;
  /** The last day that counts: the newest that is known, where that is before the one that was asked for. */
  readonly to: string;
  readonly timeWeighted: RateOfReturnView;
  readonly moneyWeighted: RateOfReturnView;
  readonly begin: FigureView;
  readonly end: FigureView;
  readonly paidIn: FigureView;
  readonly takenOut: FigureView;
  readonly income: FigureView;
  /** Negative where they were paid. They are in the gain and in both returns. */
  readonly fees: FigureView;
  /** Negative where they were paid. They are in the gain and in both returns. */
  readonly taxes: FigureView;
  /** End less beginning and flows. */
  readonly gain: FigureView;
  readonly accountIds: readonly string[];
  /** Accounts known only from a later day on: what they were worth then counts as paid in. */
  readonly joined: readonly { readonly accountId: string; readonly day: string }[];
  /** Accounts that are not in it, and why. */
  readonly missing: readonly MissingView[];
}

/** One transaction of any account. */
export interface EntryView {
  readonly key: string;
  readonly accountId: string;
  readonly day: string | null;
  readonly kind: EntryKind;
  readonly isPending: boolean;
  readonly isReversal: boolean;
  /** Counterparty, instrument or the bank's text: what names it best of what is shown. */
  readonly title: string | null;
  readonly text: string | null;
  readonly quantity: string | null;
  readonly amount: MoneyView | null;
  /** The bank's own word for its kind. */
  readonly bankWord: string | null;
}
