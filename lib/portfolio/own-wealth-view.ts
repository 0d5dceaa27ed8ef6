import type { MoneyView } from "#lib/kernel/money.ts";
import type { OwnShareView } from "./own-assets-view.ts";
import type { PeriodKind } from "./periods.ts";
import type { EntryView, PerformanceView, WealthAccountView, WealthView } from "./wealth-view.ts";

/** Why there is nothing to show: no access, no account chosen, or nothing read so far. */
export type NothingYet = "noBank" | "noAccounts" | "firstReading";

/** The access by which an account is read. */
export interface OwnReadingView {
  readonly accountId: string;
  readonly connectionId: string;
}

/** An investor's own wealth, with how reading it goes on. */
export interface OwnWealthView {
  readonly wealth: WealthView;
  /** `null` where there is something. */
  readonly nothing: NothingYet | null;
  readonly readings: readonly OwnReadingView[];
  /** Accounts that their bank does not name any more. They are in no sum. */
  readonly gone: number;
  /** In which everything can be reckoned. */
  readonly currencies: readonly string[];
}

/** A balance that the bank names. */
export interface NamedBalanceView {
  /** The standard's name for it, or the bank's where it has its own. */
  readonly type: string;
  readonly amount: MoneyView;
  readonly day: string | null;
}

/** One of the investor's accounts with everything that is known of it. */
export interface OwnAccountView {
  readonly own: OwnWealthView;
  readonly account: WealthAccountView;
  readonly connectionId: string;
  readonly share: OwnShareView;
  readonly balances: readonly NamedBalanceView[];
  /** The last few. */
  readonly entries: readonly EntryView[];
}

/** How one's own investments did in a period, with what else can be asked for. */
export interface OwnPerformanceView {
  readonly performance: PerformanceView;
  readonly accounts: readonly WealthAccountView[];
  readonly nothing: NothingYet | null;
  readonly period: PeriodKind | "custom";
  /** What was asked for, both included. */
  readonly from: string;
  readonly to: string;
  readonly periods: readonly PeriodKind[];
  /** Days were given that are no period. */
  readonly isRefused: boolean;
  readonly currencies: readonly string[];
  readonly today: string;
}
