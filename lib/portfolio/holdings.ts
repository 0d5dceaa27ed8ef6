import type { AspspFailure } from "#lib/aspsp/failure.ts";
import type { AccountKind, CurrencyCode, Day, DecimalText } from "#lib/aspsp/records.ts";
import type { AccountId } from "#lib/kernel/id.ts";
import type { RecordOf } from "#lib/records/shapes.ts";

/** What a bank last told of one kind of data of one account, or why nothing of it is there. */
export type Told<T> =
  | {
      readonly kind: "unavailable";
      readonly why: "notConsented" | "notRead" | "failed";
      /** What the last attempt came to, where it failed. */
      readonly failure?: AspspFailure | null;
    }
  | {
      readonly kind: "known";
      readonly records: readonly T[];
      /** When the bank said so. */
      readonly asOf: Date;
      /** Older than it should be, whatever the reason. */
      readonly isStale: boolean;
      /** The last attempt to read it again brought nothing. */
      readonly hasFailedSince: boolean;
      /** What that attempt came to. */
      readonly failure?: AspspFailure | null;
    };

/** One account with what its viewer may see of it, as records: nothing is added up or converted yet. */
export interface AccountHoldings {
  readonly accountId: AccountId;
  readonly institutionId: string;
  readonly kind: AccountKind;
  /** `null` where it holds several. */
  readonly currency: CurrencyCode | null;
  readonly identity: Told<RecordOf<"identity">>;
  readonly balances: Told<RecordOf<"balances">>;
  /** `null` where such an account holds no investments. */
  readonly positions: Told<RecordOf<"positions">> | null;
  /** `null` where such an account is no debt. */
  readonly liabilities: Told<RecordOf<"liabilities">> | null;
  /** How much of it counts as the investor's, 0 to 1, as they said themselves; `null` counts it whole. */
  readonly share: DecimalText | null;
}

export const manualAssetKinds = ["property", "art", "privateEquity", "vehicle", "other"] as const;
export type ManualAssetKind = (typeof manualAssetKinds)[number];

/** Something that no bank keeps, as the investor wrote it down. Only they see it. */
export interface ManualAsset {
  readonly assetId: string;
  readonly kind: ManualAssetKind;
  readonly name: string;
  readonly currency: CurrencyCode;
  /** 0 to 1; `null` is all of it. */
  readonly share: DecimalText | null;
  /** What it was worth on which day, the newest first; at least one. */
  readonly valuations: readonly { readonly day: Day; readonly amount: DecimalText }[];
}

/** Everything of one investor that one viewer may see now. */
export interface Holdings {
  readonly accounts: readonly AccountHoldings[];
  /** None for anybody but the investor. */
  readonly manualAssets: readonly ManualAsset[];
  /** Accounts that are read and that the viewer may see nothing of. Always 0 for the investor. */
  readonly hiddenAccounts: number;
  readonly now: Date;
}
