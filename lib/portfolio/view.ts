import type { AccountKind } from "#lib/aspsp/records.ts";
import type { ConsentView } from "#lib/consent/view.ts";
import type { MoneyView } from "#lib/kernel/money.ts";

/** One client in the list. There is no bank data in it, so that nobody is told of it. */
export interface ClientView {
  readonly id: string;
  /** `null` where the person was erased. */
  readonly name: string | null;
  /** The one that says most: in force the longest, or asked for last, or ended last. */
  readonly consent: ConsentView;
  readonly banks: number;
  readonly accounts: number;
  /** The oldest of what was last read of each; `null` where something was never read. */
  readonly lastReadAt: string | null;
  /** Kinds of data that the last attempt did not bring. */
  readonly failed: number;
}

/** Why something is not there. It is never shown as nothing. */
export type Unavailable = "notConsented" | "notRead" | "failed";

export type Available<T> =
  | { readonly kind: "unavailable"; readonly why: Unavailable }
  | {
      readonly kind: "known";
      readonly value: T;
      /** When the bank said so. */
      readonly asOf: string;
      /** Older than it should be, whatever the reason. */
      readonly isStale: boolean;
      /** The last attempt to read it again brought nothing. */
      readonly hasFailedSince: boolean;
    };

export interface BalanceView {
  /** The standard's name for it, or the bank's where it has its own. */
  readonly type: string;
  readonly amount: MoneyView;
  readonly day: string | null;
}

export interface PositionView {
  readonly name: string | null;
  /** An ISIN, or another identification that the bank uses. */
  readonly identification: string | null;
  readonly quantity: string;
  /** Whether the quantity is a nominal and not a number of pieces. */
  readonly isNominal: boolean;
  readonly price:
    | { readonly kind: "amount"; readonly amount: MoneyView }
    | { readonly kind: "percent"; readonly of: string }
    | null;
  readonly marketValue: MoneyView | null;
}

export interface ClientAccountView {
  readonly id: string;
  readonly kind: AccountKind;
  /** `null` where it holds several. */
  readonly currency: string | null;
  /** Of names and number, which of them the bank told. */
  readonly identity: Available<{
    readonly name: string | null;
    readonly product: string | null;
    readonly maskedNumber: string | null;
  }>;
  readonly balances: Available<readonly BalanceView[]>;
  /** `null` where such an account holds no investments. */
  readonly positions: Available<readonly PositionView[]> | null;
}

export interface ClientBankView {
  readonly institutionId: string;
  readonly accounts: readonly ClientAccountView[];
}

export interface ClientDetailView {
  readonly id: string;
  readonly name: string | null;
  readonly consents: readonly ConsentView[];
  readonly banks: readonly ClientBankView[];
  /** Whether this view stands in the client's list of who saw their data: it does as soon as any of it is shown. */
  readonly isNoted: boolean;
}
