import type { ConsentView } from "#lib/consent/view.ts";
import type { PeriodView } from "./asked-period.ts";
import type { EntriesView, EntryAccountView } from "./entries-view.ts";
import type { NamedBalanceView } from "./own-wealth-view.ts";
import type { PerformanceView, SeriesView, WealthView } from "./wealth-view.ts";

/** Whose pages these are, and what stands on each of them. */
export interface ClientFactsView {
  readonly id: string;
  /** `null` where the person was erased. */
  readonly name: string | null;
  readonly consents: readonly ConsentView[];
  /** Whether this view stands in the client's list of who saw their data: it does as soon as any of it is shown. */
  readonly isNoted: boolean;
  /** Accounts that are read and of which the viewer may see nothing. */
  readonly hiddenAccounts: number;
}

/** A client's wealth, as far as their consents allow. */
export interface ClientWealthView {
  readonly client: ClientFactsView;
  readonly wealth: WealthView;
  /** By account, as its bank names them. */
  readonly balances: ReadonlyMap<string, readonly NamedBalanceView[]>;
  /** Accounts that their bank does not name any more. They are in no sum. */
  readonly gone: number;
  readonly currencies: readonly string[];
}

export interface ClientEntriesView extends EntriesView {
  readonly client: ClientFactsView;
}

export interface ClientPerformanceView extends PeriodView {
  readonly client: ClientFactsView;
  readonly performance: PerformanceView;
  readonly series: SeriesView;
  readonly accounts: readonly EntryAccountView[];
  readonly currencies: readonly string[];
  readonly today: string;
}
